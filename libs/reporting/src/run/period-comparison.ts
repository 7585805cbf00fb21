import { type Receipt } from '../receipt/receipt.js';
import { type ComparisonKind } from './period-before.js';
import { type ReportRow } from './report-request.js';

/** An exact number and the same for reading. */
export interface Exact {
  readonly value: number;
  readonly exact: { readonly numerator: string; readonly denominator: string };
}

export interface Change {
  /** Now less before; null where one of them has no value. */
  readonly difference: Exact | null;
  /** The difference as a share of what was before; null where that is nothing. */
  readonly relative: Exact | null;
}

/** The same question about the period before, beside the report: each with its own receipt, so that both can be proved. */
export interface PeriodComparison extends Change {
  readonly with: ComparisonKind;
  readonly from: string;
  readonly to: string;
  readonly total: number | null;
  readonly totalExact: unknown;
  /** One for each row of the report, and for each that was there before only, at its place in this period: `value` now, `previous` then. */
  readonly rows: readonly ReportRow[];
  /** Rows of the period before to which no day, week, month … of this one corresponds, under their own dates: 30 January beside February. */
  readonly elsewhere: readonly ReportRow[];
  readonly receipt: Receipt;
}

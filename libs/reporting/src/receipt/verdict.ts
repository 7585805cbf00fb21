import { type ReportRow } from '../run/report-request.js';

/** The first thing that is not as the receipt says. */
export type ReceiptDifference =
  | { readonly kind: 'log'; readonly position: string; readonly expected: string; readonly found: string | null }
  | { readonly kind: 'definition' | 'term' | 'vocabulary'; readonly expected: string; readonly found: string | null }
  | { readonly kind: 'row'; readonly row: ReportRow | null; readonly expected: ReportRow | null }
  | {
      readonly kind: 'members';
      readonly fromPosition: string;
      readonly toPosition: string;
      readonly expected: string | null;
      readonly found: string | null;
    }
  /** What stands beside the receipt in its answer; `row` counts from 1. */
  | { readonly kind: 'answer'; readonly field: string; readonly row?: number; readonly expected: unknown; readonly found: unknown }
  | { readonly kind: 'receipt'; readonly field: string; readonly expected: unknown; readonly found: unknown };

export interface Verdict {
  readonly valid: boolean;
  /** In words, for people. */
  readonly reason: string;
  readonly firstDifference: ReceiptDifference | null;
}

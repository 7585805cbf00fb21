import { type ComparisonKind } from './period-before.js';

/** What is asked of a definition. `definition` is `name` (its last version) or `name@version`. */
export interface ReportRequest {
  readonly definition: string;
  readonly from: string;
  readonly to: string;
  readonly by?: readonly string[];
  /** CEL over the facts of the definition's entity: rows are selected after the distinct rule. */
  readonly where?: string;
  /** As known at this instant. */
  readonly knownAt?: string;
  /** The instant by which it is judged whether a cohort is mature; default: known-at, else when the position was recorded, else now. */
  readonly asOf?: string;
  /** As known at this position. */
  readonly position?: string | number;
  /** A question that was put on record: what is refused since then is taken as it stands. */
  readonly isOnRecord?: true;
  /** Versions of vocabularies, in place of those that the definition has. */
  readonly vocabularies?: Readonly<Record<string, number>>;
}

/** A question about two periods at once; `none` where the definition compares and this question does not. */
export interface ComparedRequest extends ReportRequest {
  readonly compare?: ComparisonKind | 'none';
}

/** One lead under one definition; the lead is its id or `source:external-id`. */
export interface ExplainRequest extends Omit<ReportRequest, 'from' | 'to'> {
  readonly lead: string;
  readonly from?: string;
  readonly to?: string;
}

export type RowValue = string | number | boolean | null;

/** What the engine says of a row. A whole number that a JSON number cannot hold keeps its digits, as text. */
export function rowValue(value: unknown): RowValue {
  if (typeof value !== 'bigint') return (value as RowValue | undefined) ?? null;
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}

/** One row: a member of each dimension, then the figure. */
export interface ReportRow {
  readonly [dimension: string]: RowValue | Readonly<Record<string, unknown>> | undefined;
}

import { type SqlDialect } from '#libs/expressions';

/** What stands in a record, in its order: `owner := o.owner`. */
export type RecordFields = readonly (readonly [name: string, sql: string])[];

/** The newest row of a table by its `from`, not after `at`, of those that `on` joins; with `is: '<='` the oldest, not before it. */
interface AsOfJoin {
  readonly kind: 'left' | 'inner';
  readonly table: string;
  readonly alias: string;
  /** Conditions of equality. */
  readonly on: string;
  readonly at: string;
  readonly is?: '>=' | '<=';
  readonly from: string;
}

/**
 * The one seam between reports and their engine: all that is not said in the same words by every engine with common table expressions, window functions,
 * `filter (where …)`, grouping sets, fields of records by a point, and dates whose difference is a number of days. SQL files call these as `@record(…)`.
 * DuckDB is the first; a distributed engine over the same Parquet would be the second (docs/adr/0243).
 */
export interface ReportDialect extends SqlDialect {
  /** Where an event of unknown time begins that comes first on its stream. */
  readonly beforeAllTime: string;
  readonly afterAllTime: string;
  /** Whether an instant lies between the two. */
  isWithinTime(at: string): string;
  date(day: string): string;
  secondsLater(at: string, seconds: number): string;
  /** The last instant before one. */
  lastBefore(at: string): string;
  epochMs(at: string): string;
  /** `2026-03-31`, and the week, month … that reports write. */
  datePart(unit: 'day' | 'week' | 'month' | 'quarter' | 'year', day: string): string;
  /** Orders events as they happened: by their start (an unknown one first), then by their revision or position (0 to 2^63 - 1); one number, which is quicker to compare than two. */
  orderOf(start: string, then: string): string;
  /** A row for each day from one up to another, itself not. */
  eachDay(from: string, until: string): string;

  record(fields: RecordFields): string;
  /** Aggregates: the value of the row with the greatest, or the least, key. */
  ofGreatest(value: string, key: string): string;
  ofLeast(value: string, key: string): string;
  /** An aggregate: the values as a list, in an order where one is given. */
  list(values: string): string;
  /** Of a list, from 1. */
  nth(list: string, n: string): string;
  sizeOf(list: string): string;
  /** The different values of a list as one text, sorted. */
  joined(list: string): string;
  /** A window function: the last value that is known. */
  lastKnown(value: string): string;
  /** All columns of a row, some of them replaced. */
  withReplaced(alias: string, fields: RecordFields): string;
  /** A row for each different text of a JSON list, and for a further one. */
  eachText(jsonList: string, further: string): string;
  /** JSON objects laid over each other in the order of the list. */
  overlaid(list: string): string;

  /** The digits of a decimal as a whole number of 128 bits. */
  digitsOf(decimal: string): string;
  /** Of such numbers, rounded half up; null where it does not fit into 64 bits. */
  shareInMillionths(part: string, whole: string): string;

  asOfJoin(join: AsOfJoin): string;
  /** What stands after `from`: the facts up to a position, itself included. */
  factsUpTo(position: string): string;
  /** Whether a column has one of some values, said so that rows without one are left out where they are read; never unknown. */
  isOneOf(column: string, values: readonly string[]): string;
  /** A query of a `with`: read once and kept, or looked through wherever it is used. */
  query(name: string, body: string, isKept: boolean): string;
}

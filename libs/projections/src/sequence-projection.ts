import { type PositionedEvent } from '#libs/contracts';

/** What a column may hold. Objects and arrays are for `json`/`jsonb` columns; ranges and timestamps are written as PostgreSQL text. */
export type CellValue = string | number | boolean | null | readonly unknown[] | { readonly [key: string]: unknown };
export type Row = Readonly<Record<string, CellValue>>;

/** One table of a projection. DDL runs with the generation's schema first in `search_path`: names stand in it unqualified. */
export interface ReadTable {
  /** Also the name of the view in schema `read`. */
  readonly name: string;
  /** Every column, in the order of the table; `stream` is one of them. */
  readonly columns: readonly string[];
  /** Columns (with `stream`) that tell the rows of one sequence apart. */
  readonly key: readonly string[];
  /** Creates the bare table: columns and types, no index, so that COPY is fast. */
  readonly ddl: string;
  /** Indexes and constraints, run once the rows are there. An index on `stream` is made by the runner, not here. */
  readonly afterLoadDdl?: string;
}

/**
 * A read model whose rows are a pure function of all events of one sequence (= one stream).
 *
 * Live, the rows of each stream a batch touches are computed again and replaced; a rebuild computes them once per stream. So the live tables
 * equal the rebuilt ones by construction. `rowsOf` must be deterministic, look at nothing but its arguments, and ignore events that a
 * retraction on the same stream has voided. If it throws, live the sequence is parked with the reason and the others go on; a rebuild stops.
 */
export interface SequenceProjection {
  /** Lower-case letters, digits and `_`; at most 40 characters. */
  readonly name: string;
  /** Raise it when rows or tables change shape or meaning: the projector then builds a new generation at its start. */
  readonly version: number;
  /** Categories of streams it reads: `lead` is every `lead-<id>`. */
  readonly streams: readonly string[];
  readonly tables: readonly ReadTable[];
  /** Rows by table name; a table without rows may be left out. `events` are upcast, in order of revision, personal data sealed. */
  rowsOf(stream: string, events: readonly PositionedEvent[]): Readonly<Record<string, readonly Row[] | undefined>>;
}

/** `lead-0190…` → `lead`; a stream without a dash is its own category. */
export const categoryOf = (stream: string): string => {
  const dash = stream.indexOf('-');
  return dash < 0 ? stream : stream.slice(0, dash);
};

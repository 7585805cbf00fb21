/**
 * The one seam to a SQL engine: how expressions are spelled there. DuckDB is the first; a distributed engine over the same facts can be
 * the second. A `dyn` value is JSON text in SQL; these say what it is.
 */
export interface SqlDialect {
  text(value: string): string;
  timestamp(msSinceEpoch: number): string;
  /** Null-safe equality, true or false, never unknown. */
  same(a: string, b: string): string;
  /** The field of an open record that is stored as JSON: a JSON value or null. */
  jsonField(record: string, key: string): string;
  jsonText(value: string): string;
  jsonNumber(value: string): string;
  jsonBool(value: string): string;
  /** What `spellingOf` makes of a text. */
  spelling(text: string): string;
}

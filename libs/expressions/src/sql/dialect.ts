/**
 * The one seam to a SQL engine: how expressions are spelled there. DuckDB is the first; a distributed engine over the same facts can be
 * the second. A `dyn` value is JSON text in SQL; these say what it is.
 */
export interface SqlDialect {
  text(value: string): string;
  timestamp(msSinceEpoch: number): string;
  /** Whole numbers of 64 bits; what does not fit into them is null, as in CEL it is an error. */
  whole(a: string, op: '+' | '-' | '*', b: string): string;
  /** So many times so many milliseconds; null from 10^15 on (31,000 years), so that spans can be added and compared exactly everywhere. */
  span(count: string, ms: number): string;
  /** Exactly what its digits say: at most 24 before the point and 14 behind it. */
  decimal(digits: string): string;
  /** A number that is no decimal: as close as 64 bits come. */
  double(value: number): string;
  /** Null-safe equality, true or false, never unknown. */
  same(a: string, b: string): string;
  /** Of whole numbers, towards zero. */
  quotient(a: string, b: string): string;
  contains(text: string, part: string): string;
  startsWith(text: string, part: string): string;
  endsWith(text: string, part: string): string;
  /** Of a double or a decimal towards zero, null where it does not fit into 64 bits. */
  wholeOf(number: string): string;
  /** Digits with or without a sign, at most 20 characters; any other text is null. */
  wholeOfText(text: string): string;
  /** A decimal number with or without a sign and an exponent; any other text, and one too large for 64 bits, is null. */
  doubleOfText(text: string): string;
  /** The shortest digits; without a point where it is whole; with an exponent below 0.0001 and from 10^16 on. Null where it is no finite number. */
  textOfDouble(double: string): string;
  /** All digits of a decimal, without zeros at the end. */
  textOfDecimal(decimal: string): string;
  /** Each letter of `from` as that of `to` at the same place; all others as they are. */
  translated(text: string, from: string, to: string): string;
  /** Without the white space of Unicode around it. */
  trimmed(text: string): string;
  /** The field of an open record that is stored as JSON: a JSON value or null. */
  jsonField(record: string, key: string): string;
  /** Any scalar as text. */
  jsonScalar(value: string): string;
  jsonText(value: string): string;
  jsonNumber(value: string): string;
  jsonBool(value: string): string;
  /** What `spellingOf` makes of a text. */
  spelling(text: string): string;
}

/** `convert: { to: EUR, at: closed, rates: ecb }`: money in one currency, each amount by the rate of the date of one of its times. */
export interface Conversion {
  readonly to: string;
  /** A time of the entity. */
  readonly at: string;
  /** The name of published rates; which version, the position of the report says. */
  readonly rates: string;
}

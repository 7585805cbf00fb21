/** An exact rational number in lowest terms; the denominator is positive. What is computed in these is rounded only when it is printed. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b));

export function fraction(numerator: bigint, denominator: bigint): Fraction {
  if (denominator === 0n) throw new RangeError('A fraction over nothing has no value');
  const sign = denominator < 0n ? -1n : 1n;
  const common = gcd(numerator, denominator) || 1n;
  return { numerator: (sign * numerator) / common, denominator: (sign * denominator) / common };
}

export const ZERO: Fraction = { numerator: 0n, denominator: 1n };

export const addFractions = (a: Fraction, b: Fraction): Fraction =>
  a.denominator === 1n && b.denominator === 1n
    ? { numerator: a.numerator + b.numerator, denominator: 1n }
    : fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);

/** Negative, 0 or positive as `a` is below, equal to or above `b`. */
export function compareFractions(a: Fraction, b: Fraction): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

const SCALE = 10n ** 18n;

/** The nearest JavaScript number, for printing. */
export function toNumber({ numerator, denominator }: Fraction): number {
  if (denominator === 1n) return Number(numerator);
  const negative = numerator < 0n;
  const magnitude = negative ? -numerator : numerator;
  const whole = magnitude / denominator;
  const rest = ((magnitude % denominator) * SCALE) / denominator;
  const value = Number(`${whole}.${rest.toString().padStart(18, '0')}`);
  return negative ? -value : value;
}

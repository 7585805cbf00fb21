/** An exact rational number; the denominator is positive. Reports compute in these and round only when they print. */
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

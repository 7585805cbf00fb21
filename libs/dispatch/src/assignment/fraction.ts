/** An exact rational number, denominator above 0, in lowest terms: a third three times is one, which floating point does not promise for every weight. */
export interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}

export const ZERO: Fraction = { n: 0n, d: 1n };

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b));

function reduced(n: bigint, d: bigint): Fraction {
  const divisor = gcd(n, d);
  const sign = d < 0n ? -1n : 1n;
  return { n: (sign * n) / divisor, d: (sign * d) / divisor };
}

export const add = (a: Fraction, b: Fraction): Fraction =>
  a.d === b.d && a.d === 1n ? { n: a.n + b.n, d: 1n } : reduced(a.n * b.d + b.n * a.d, a.d * b.d);

/** Negative, 0 or positive as `a` is below, equal to or above `b`. */
export function compare(a: Fraction, b: Fraction): number {
  const difference = a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** So many turns of a member of this weight (a decimal number above 0): turns / weight. */
export function turnsOf(turns: number, weight: number): Fraction {
  const [whole, decimals = ''] = plainDecimal(weight).split('.');
  return reduced(BigInt(turns) * 10n ** BigInt(decimals.length), BigInt(`${whole}${decimals}`));
}

/** `1e-7` is written out: nothing of the number is lost. */
function plainDecimal(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(20).replace(/0+$/, '') : text;
}

/** `5/6`, or `3` where it is whole. */
export const fractionText = ({ n, d }: Fraction): string => (d === 1n ? String(n) : `${n}/${d}`);

export function fractionOf(text: string): Fraction {
  const [n, d = '1'] = text.split('/');
  return { n: BigInt(n!), d: BigInt(d) };
}

import { fraction, type Fraction } from '#libs/platform';

/** So many turns of a member of this weight (a decimal number above 0): turns / weight, exactly: a third three times is one. */
export function turnsOf(turns: number, weight: number): Fraction {
  const [whole, decimals = ''] = plainDecimal(weight).split('.');
  return fraction(BigInt(turns) * 10n ** BigInt(decimals.length), BigInt(`${whole}${decimals}`));
}

/** `1e-7` is written out: nothing of the number is lost. */
function plainDecimal(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(20).replace(/0+$/, '') : text;
}

/** `5/6`, or `3` where it is whole. */
export const fractionText = ({ numerator, denominator }: Fraction): string =>
  denominator === 1n ? String(numerator) : `${numerator}/${denominator}`;

export function fractionOf(text: string): Fraction {
  const [numerator, denominator = '1'] = text.split('/');
  return { numerator: BigInt(numerator!), denominator: BigInt(denominator) };
}

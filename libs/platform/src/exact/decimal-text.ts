import { fraction, type Fraction } from './fraction.js';

const DIGITS = 12;
/** So many units are one. */
export const DECIMAL_SCALE = 10n ** BigInt(DIGITS);
/** Beyond it, a difference of two in millionths would not be exact any more in engines of 128 bits. */
const TOO_LARGE = 10n ** 18n * DECIMAL_SCALE;

/** Units of 10^-12, rounded half away from zero; null for 10^18 and more. */
export function decimalUnits({ numerator, denominator }: Fraction): bigint | null {
  const magnitude = ((numerator < 0n ? -numerator : numerator) * DECIMAL_SCALE * 2n + denominator) / (2n * denominator);
  return magnitude >= TOO_LARGE ? null : numerator < 0n ? -magnitude : magnitude;
}

/** Twelve digits after the point, rounded half away from zero; null for 10^18 and more. */
export function decimalText(value: Fraction): string | null {
  const units = decimalUnits(value);
  if (units === null) return null;
  const digits = (units < 0n ? -units : units).toString().padStart(DIGITS + 1, '0');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -DIGITS)}.${digits.slice(-DIGITS)}`;
}

/** What the digits of a number in an event say: the log has 0.1, not the nearest number of 64 bits. */
export function writtenFraction(value: number): Fraction {
  const [, sign, whole = '', digits = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  const shift = Number(exponent) - digits.length;
  const plain = BigInt(whole + digits) * (sign ? -1n : 1n);
  return fraction(plain * 10n ** BigInt(Math.max(shift, 0)), 10n ** BigInt(Math.max(-shift, 0)));
}

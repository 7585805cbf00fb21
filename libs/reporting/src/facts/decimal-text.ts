import { fraction, type Fraction } from '../run/fraction.js';

const DIGITS = 12;
const SCALE = 10n ** BigInt(DIGITS);
/** Beyond it, a difference of two in millionths would not be exact any more in engines of 128 bits. */
const TOO_LARGE = 10n ** 18n * SCALE;

/** Twelve digits after the point, rounded half away from zero; null for 10^18 and more. */
export function decimalText({ numerator, denominator }: Fraction): string | null {
  const magnitude = ((numerator < 0n ? -numerator : numerator) * SCALE * 2n + denominator) / (2n * denominator);
  if (magnitude >= TOO_LARGE) return null;
  const digits = magnitude.toString().padStart(DIGITS + 1, '0');
  return `${numerator < 0n && magnitude > 0n ? '-' : ''}${digits.slice(0, -DIGITS)}.${digits.slice(-DIGITS)}`;
}

/** What the digits of a number in an event say: the log has 0.1, not the nearest number of 64 bits. */
export function writtenFraction(value: number): Fraction {
  const [, sign, whole = '', digits = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  const shift = Number(exponent) - digits.length;
  const plain = BigInt(whole + digits) * (sign ? -1n : 1n);
  return fraction(plain * 10n ** BigInt(Math.max(shift, 0)), 10n ** BigInt(Math.max(-shift, 0)));
}

/** Digits behind the point: an amount (six) times a rate (eight), with nothing rounded. As many as engines keep of a decimal of 38 digits beside 24 before the point. */
const SCALE = 14;
const UNIT = 10n ** BigInt(SCALE);

/** An exact decimal number. */
export class Decimal {
  /** `units`: the number times 10^14. */
  constructor(readonly units: bigint) {}

  /** Its digits without zeros at the end: `1200.5`. */
  toString(): string {
    const magnitude = (this.units < 0n ? -this.units : this.units).toString().padStart(SCALE + 1, '0');
    const [whole, digits] = [magnitude.slice(0, -SCALE), magnitude.slice(-SCALE).replace(/0+$/, '')];
    return `${this.units < 0n ? '-' : ''}${whole}${digits && `.${digits}`}`;
  }
}

/** `12.5`, `1e-7`, a whole number or a JavaScript number; null where it is none, or has more than 24 digits before the point or 14 behind it. */
export function decimalOf(value: string | number | bigint): Decimal | null {
  const match = /^(-?)(\d+)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/.exec(String(value));
  if (!match) return null;
  const [, sign, whole = '', digits = '', exponent = '0'] = match;
  const shift = SCALE + Number(exponent) - digits.length;
  const plain = BigInt(whole + digits) * (sign ? -1n : 1n);
  const by = 10n ** BigInt(Math.abs(shift));
  if (shift < 0 && plain % by !== 0n) return null;
  const units = shift < 0 ? plain / by : plain * by;
  return units < 10n ** 24n * UNIT && units > -(10n ** 24n) * UNIT ? new Decimal(units) : null;
}

/** Towards zero. */
export const wholePart = ({ units }: Decimal): bigint => units / UNIT;

/** Negative, 0 or positive as `a` is below, equal to or above `b`, exactly; a number of 64 bits counts as the shortest digits that are it. */
export function compareDecimals(a: Decimal | bigint | number, b: Decimal | bigint | number): number {
  const [x, y] = [exactly(a), exactly(b)];
  const difference = typeof x === 'bigint' && typeof y === 'bigint' ? x - y : Number(x) - Number(y);
  return difference < 0 ? -1 : difference > 0 ? 1 : 0;
}

/** Times 10^14; where that is beyond a decimal, as near as a number of 64 bits comes. */
function exactly(value: Decimal | bigint | number): bigint | number {
  if (value instanceof Decimal) return value.units;
  if (typeof value === 'bigint') return value * UNIT;
  return decimalOf(value)?.units ?? value * Number(UNIT);
}

import { fraction, type Fraction, toNumber } from '#libs/platform';
import { type RowMeasure } from '../definitions/definition.js';
import { type SqlRow } from '../facts/report-engine.js';
import { unitMs } from '../definitions/duration-unit.js';

/** One measure of one group: the value for reading, the value exactly, and how many rows (or known values) it stands on. */
export interface Figure {
  /** Null where there is none: an empty denominator, or nothing but unknown values. Never 0 instead. */
  readonly value: number | null;
  /** Left out for plain counts, which are exact anyway. A ratio keeps what was counted; others are in lowest terms. */
  readonly exact?: { readonly numerator: string; readonly denominator: string };
  readonly count: number;
  /** Where there is no value: why, as far as it is not for want of rows. */
  readonly because?: string;
}

/** Whole numbers and decimals as SQL prints them. */
export function decimal(text: string): Fraction {
  const [whole = '0', digits = ''] = text.split('.');
  return fraction(BigInt(whole + digits), 10n ** BigInt(digits.length));
}

export const printed = (value: Fraction, count: number): Figure => ({
  value: toNumber(value),
  exact: { numerator: value.numerator.toString(), denominator: value.denominator.toString() },
  count,
});

const scaled = (value: Fraction, measure: RowMeasure & { unit: keyof typeof unitMs | null }, by = 1n): Fraction =>
  fraction(value.numerator, value.denominator * by * (measure.unit === null ? 1n : BigInt(unitMs[measure.unit])));

/** Between the two neighbours, as far as `p` (hundredths of a percent) lies: the linear method of spreadsheets; both are one under nearest rank. */
export function percentileOf(low: Fraction, high: Fraction, n: number, p: number): Fraction {
  const part = BigInt(((n - 1) * p) % 10_000);
  const [a, b] = [low.numerator * high.denominator, high.numerator * low.denominator];
  return fraction(a * 10_000n + part * (b - a), low.denominator * high.denominator * 10_000n);
}

/** Reads the figure of one measure from a row of the aggregate query. */
export function figureOf(measure: RowMeasure, index: number, row: SqlRow): Figure {
  // The rows that the measure is about: all, or those that its condition leaves.
  const members = Number(row[`of${index}`] ?? row['members']);
  const n = Number(row[`n${index}`] ?? 0);
  const text = (name: string): string | null => (row[`${name}${index}`] as string | null) ?? null;
  const lacks = Number(row[`lacks${index}`] ?? 0);
  // A sum of what could be converted would pass for the sum of all.
  if (lacks > 0) return { value: null, count: n, because: `${lacks} of ${n + lacks} have no rate: ${text('lacking')}` };
  switch (measure.kind) {
    case 'count':
      return { value: members, count: members };
    case 'ratio': {
      const [of, to] = [Number(row[`num${index}`]), Number(row[`den${index}`])];
      return to === 0
        ? { value: null, count: 0 }
        : { value: toNumber(fraction(BigInt(of), BigInt(to))), exact: { numerator: String(of), denominator: String(to) }, count: to };
    }
    case 'different':
      return { value: Number(row[`num${index}`]), count: n };
    case 'sum': {
      if (n === 0) return members === 0 ? printed(fraction(0n, 1n), 0) : { value: null, count: 0 };
      return printed(scaled(decimal(text('sum')!), measure), n);
    }
    case 'mean':
      return n === 0 ? { value: null, count: 0 } : printed(scaled(decimal(text('sum')!), measure, BigInt(n)), n);
    case 'percentile':
      return n === 0
        ? { value: null, count: 0 }
        : printed(scaled(percentileOf(decimal(text('low')!), decimal(text('high')!), n, measure.p), measure), n);
  }
}

/** A figure as a fraction; counts are whole numbers and exact as they are. Null where it has no value. */
export function exactOf({ value, exact }: { readonly value?: unknown; readonly exact?: unknown }): Fraction | null {
  if (typeof value !== 'number') return null;
  const said = exact as Figure['exact'] | null;
  return said ? fraction(BigInt(said.numerator), BigInt(said.denominator)) : fraction(BigInt(value), 1n);
}

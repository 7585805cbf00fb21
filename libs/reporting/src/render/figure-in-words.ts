import { type Measure } from '../definitions/definition.js';
import { unitInWords } from '../definitions/measure-unit.js';

/** A value of a report as rows carry it. */
export interface ShownFigure {
  readonly value: number | null;
  readonly exact?: { readonly numerator: string; readonly denominator: string } | undefined;
  readonly currency?: string | null | undefined;
  /** Why there is no value, where that is known. */
  readonly because?: string | undefined;
}

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const rounded = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });
const percent = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

/** A figure for reading: rounded here and nowhere else. What has no value says so, and is never shown as nothing or as 0. */
export function figureInWords({ value, exact, currency, because }: ShownFigure, measure: Measure): string {
  if (value === null) return because === undefined ? 'no value' : `no value: ${because}`;
  switch (measure.kind) {
    case 'count':
    case 'different':
      return whole.format(value);
    case 'ratio':
      return exact
        ? `${percent.format(value * 100)} % (${whole.format(BigInt(exact.numerator))} of ${whole.format(BigInt(exact.denominator))})`
        : '';
    case 'sum':
    case 'mean':
    case 'percentile':
      return [rounded.format(value), currency ?? measure.unit ?? ''].filter(Boolean).join(' ');
    case 'formula':
      return [rounded.format(value), unitInWords(measure.unit, currency ?? undefined)].filter(Boolean).join(' ');
  }
}

/** The same, short enough for an axis. */
export const axisValue = (value: number, measure: Measure): string =>
  measure.kind === 'ratio' ? `${percent.format(value * 100)} %` : rounded.format(value);

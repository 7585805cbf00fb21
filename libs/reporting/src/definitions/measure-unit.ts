import { assertNever } from '#libs/platform';
import { type DurationUnit, type FormulaUnit, type Measure } from './definition.js';

export const plainNumber: FormulaUnit = { money: 0, time: 0, timeUnit: null };

/** Counts and shares are plain numbers. */
export function unitOf(measure: Measure): FormulaUnit {
  switch (measure.kind) {
    case 'count':
    case 'ratio':
    case 'different':
      return plainNumber;
    case 'sum':
    case 'mean':
    case 'percentile':
      if (measure.value.type === 'money') return { ...plainNumber, money: 1 };
      return measure.unit === null ? plainNumber : { money: 0, time: 1, timeUnit: measure.unit };
    case 'formula':
      return measure.unit;
    default:
      return assertNever(measure);
  }
}

/** True where a measure has a value for each currency. */
export const isPerCurrency = (measure: Measure): boolean =>
  measure.kind === 'formula' ? measure.perCurrency : 'value' in measure && measure.value.type === 'money';

const singular = (unit: DurationUnit): string => unit.slice(0, -1);

/** `money per day`, `days`, `per hour`; empty for a plain number. With a currency, its code instead of the word. */
export function unitInWords({ money, time, timeUnit }: FormulaUnit, currency = 'money'): string {
  const above = [money > 0 ? currency : '', time > 0 ? timeUnit! : ''];
  const below = [money < 0 ? currency : '', time < 0 ? singular(timeUnit!) : ''];
  return [...above, ...below.map((each) => each && `per ${each}`)].filter(Boolean).join(' ');
}

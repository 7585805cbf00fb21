import { isDate } from '#libs/calendar';
import { invalid } from '#libs/platform';
import { addDays, addMonths, daysBetween, endsMonth, isPossibleYear, type Shift, years } from './calendar-arithmetic.js';

/** `previous`: as long, directly before. `calendar`: the weeks or months before. `year`: the same a year before. */
export const comparisons = ['previous', 'calendar', 'year'] as const;
export type ComparisonKind = (typeof comparisons)[number];

export interface PeriodBefore {
  readonly from: string;
  readonly to: string;
  /** By how much the two lie apart; null where no calendar says it. */
  readonly shift: Shift | null;
}

/**
 * The period that a period is compared with. Throws 422 `REPORT.COMPARE` where `calendar` is asked for anything but whole weeks or months, and where it
 * would begin before the first year there is.
 */
export function periodBefore(kind: ComparisonKind, from: string, to: string): PeriodBefore {
  const before = isDate(from) ? datesBefore(kind, from, to) : instantsBefore(kind, from, to);
  if (isPossibleYear(before.from)) return before;
  throw refused(`The period before ${from} to ${to} would begin before the year ${years.first}`, 'ask for a later or shorter period');
}

function datesBefore(kind: ComparisonKind, from: string, to: string): PeriodBefore {
  const days = daysBetween(from, to) + 1;
  if (kind === 'previous') return { from: addDays(from, -days), to: addDays(from, -1), shift: { days } };
  if (kind === 'year') return { from: addMonths(from, -12), to: yearBefore(to), shift: { months: 12 } };
  if (from.endsWith('-01') && endsMonth(to)) {
    const months = (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7)) + 1;
    return { from: addMonths(from, -months), to: addDays(from, -1), shift: { months } };
  }
  const isMonday = new Date(`${from}T00:00:00Z`).getUTCDay() === 1;
  if ((isMonday && days % 7 === 0) || days === 1) return { from: addDays(from, -days), to: addDays(from, -1), shift: { days } };
  throw refused(`${from} to ${to} is neither whole months nor whole weeks`);
}

/** The end of February stays the end of February. */
const yearBefore = (day: string): string => (endsMonth(day) ? addDays(addMonths(`${day.slice(0, 8)}01`, -11), -1) : addMonths(day, -12));

function instantsBefore(kind: ComparisonKind, from: string, to: string): PeriodBefore {
  if (kind === 'calendar') throw refused('A period given as instants has no calendar period before it');
  const [begin, end] = [new Date(from), new Date(to)];
  if (kind === 'previous')
    return { from: new Date(2 * begin.getTime() - end.getTime()).toISOString(), to: begin.toISOString(), shift: null };
  // Days as they were written, in their offset. The end is not included: the day before it is the last, unless the period lies within one day.
  const [first, last] = [from.slice(0, 10), to.slice(0, 10)];
  const lastBefore = first === last ? addMonths(last, -12) : addDays(yearBefore(addDays(last, -1)), 1);
  const instant = (day: string, written: string): string => new Date(`${day}${written.slice(10)}`).toISOString();
  return { from: instant(addMonths(first, -12), from), to: instant(lastBefore, to), shift: { months: 12 } };
}

const refused = (why: string, instead = 'ask for --compare previous, or for a period of whole weeks or months given as dates') =>
  invalid({
    code: 'REPORT.COMPARE',
    message: `${why}: ${instead}`,
    path: 'compare',
  });

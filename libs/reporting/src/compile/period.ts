import { firstInstantOfDay, isDate, localDate, nextDay } from '#libs/calendar';
import { invalid, type Violation } from '#libs/platform';
import { addDays, endOfCalendar, isPossibleYear, years } from '../run/calendar-arithmetic.js';
import { type Period } from './scope.js';

/** An instant as a bound of a period is written. */
export const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * A period given as dates is whole days in `zone`, both included; given as instants it is half-open.
 * Throws 422 with every violation: `REPORT.PERIOD`. Of a question on record the years are not judged: some beyond the bounds were answered once.
 */
export function periodOf(from: string, to: string, zone: string, isOnRecord = false): Period {
  const problems: Violation[] = [];
  const kinds = [from, to].map((text, index) => {
    const path = index === 0 ? 'from' : 'to';
    const refuse = (why: string): null => {
      problems.push({ code: 'REPORT.PERIOD', message: `${path} ${text} ${why}`, path });
      return null;
    };
    const kind = isDate(text) ? 'date' : INSTANT.test(text) && !Number.isNaN(Date.parse(text)) ? 'instant' : null;
    if (kind === null) return refuse('is neither a date (2026-03-31) nor an instant with its offset (2026-03-31T00:00:00Z)');
    return isOnRecord || isPossibleYear(text) ? kind : refuse(`lies outside the years ${years.first} to ${years.last}`);
  });
  if (problems.length === 0 && kinds[0] !== kinds[1])
    problems.push({ code: 'REPORT.PERIOD', message: 'Give both ends of the period as dates, or both as instants', path: 'to' });
  const [first, ...others] = problems;
  if (first) throw invalid(first, ...others);
  const period = kinds[0] === 'date' ? wholeDays(from, to, zone) : halfOpen(from, to, zone);
  const empty = kinds[0] === 'date' ? from > to : period.fromMs > period.endMs;
  if (empty) throw invalid({ code: 'REPORT.PERIOD', message: `The period ends (${to}) before it begins (${from})`, path: 'to' });
  return period;
}

function wholeDays(from: string, to: string, zone: string): Period {
  const endDay = nextDay(to);
  const startOf = (day: string): number => Date.parse(firstInstantOfDay(day, zone));
  return { from, to, fromMs: startOf(from), endMs: startOf(endDay), fromDay: from, endDay, lastDay: to };
}

function halfOpen(from: string, to: string, zone: string): Period {
  // In a range a day begins at its first instant: the first day that begins at or after the bound.
  const firstDayFrom = (instant: string): string => {
    const day = localDate(new Date(instant).toISOString(), zone);
    return Date.parse(firstInstantOfDay(day, zone)) >= Date.parse(instant) ? day : nextDay(day);
  };
  return {
    from,
    to,
    fromMs: Date.parse(from),
    endMs: Date.parse(to),
    fromDay: firstDayFrom(from),
    endDay: firstDayFrom(to),
    lastDay: null,
  };
}

/** The last day of each month of a period; of the last month the last day of the period, where that comes first. */
export function monthEnds({ fromDay, endDay }: Pick<Period, 'fromDay' | 'endDay'>): string[] {
  const last = addDays(endDay, -1);
  const ends: string[] = [];
  for (let day = fromDay; day <= last; day = nextDay(ends[ends.length - 1]!)) {
    const end = endOfCalendar('month', day.slice(0, 7));
    ends.push(end < last ? end : last);
  }
  return ends.length > 0 ? ends : [last];
}

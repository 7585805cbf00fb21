import { firstInstantOfDay, localDate, nextDay } from '#libs/calendar';
import { assertNever } from '#libs/platform';
import { addDays, endOfCalendar } from './calendar-arithmetic.js';
import { type ReportContext } from './report-context.js';
import { type RowValue } from './report-request.js';

/**
 * From when on nothing that a cohort waits for can come any more: for a row, the last it could begin on (the end of its month … and of the period),
 * and the window after it. A date where the window counts dates, an instant where it is exact; null where the cohort is mature, or waits for ever.
 */
export function immatureUntil({ definition: { cohort }, by, scope, asOf }: ReportContext, key: readonly RowValue[]): string | null {
  if (!cohort || cohort.window.kind === 'ever') return null;
  const { window } = cohort;
  const { period, zone } = scope;
  const lastOfPeriod = period.lastDay ?? localDate(new Date(period.endMs - 1).toISOString(), zone);
  const ends = by.flatMap((dimension, index) => {
    const value = key[index];
    return dimension.calendar && typeof value === 'string' ? [endOfCalendar(dimension.name, value)] : [];
  });
  const last = ends.reduce((a, b) => (a < b ? a : b), lastOfPeriod);
  const isCut = last < lastOfPeriod;
  const today = localDate(asOf, zone);
  switch (window.kind) {
    case 'days': {
      const date = addDays(last, window.days);
      return today < date ? date : null;
    }
    case 'calendar': {
      const date = nextDay(endOfCalendar(window.unit, calendarOf(window.unit, last)));
      return today < date ? date : null;
    }
    case 'span': {
      const endMs = isCut ? Date.parse(firstInstantOfDay(nextDay(last), zone)) : period.endMs;
      const instant = new Date(endMs + window.ms).toISOString();
      return asOf < instant ? instant : null;
    }
    default:
      return assertNever(window);
  }
}

/** The week, month … of a date, as reports write it. */
function calendarOf(unit: 'week' | 'month' | 'quarter' | 'year', day: string): string {
  if (unit === 'year') return day.slice(0, 4);
  if (unit === 'month') return day.slice(0, 7);
  if (unit === 'quarter') return `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
  const thursday = addDays(day, 3 - ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
  const week = Math.floor((Date.parse(thursday) - Date.parse(`${thursday.slice(0, 4)}-01-01`)) / 604_800_000) + 1;
  return `${thursday.slice(0, 4)}-W${String(week).padStart(2, '0')}`;
}

import { firstInstantOfDay, localDate, nextDay } from '#libs/calendar';
import { assertNever } from '#libs/platform';
import { addDays, calendarOf, endOfCalendar } from './calendar-arithmetic.js';
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

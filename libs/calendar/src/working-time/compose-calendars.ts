import { intervalsOf } from './intervals.js';
import { startOfYear, type WorkingCalendar, yearTables } from './working-calendar.js';

/** A calendar and the instant (milliseconds since the epoch; −Infinity: always) from which it is in force, until the next one is. */
export interface CalendarSince {
  readonly from: number;
  readonly calendar: WorkingCalendar;
}

/**
 * One calendar of several that follow one another: at each instant the one in force then. `parts` ascend by `from`; before the first there is
 * no working time.
 */
export function composeCalendars(parts: readonly [CalendarSince, ...CalendarSince[]]): WorkingCalendar {
  if (parts.length === 1 && parts[0].from === -Infinity) return parts[0].calendar;
  const last = parts.at(-1)!.calendar;
  return {
    zone: last.zone,
    year: yearTables((year) =>
      intervalsOf(
        parts.flatMap(({ from, calendar }, index) => {
          const until = parts[index + 1]?.from ?? Infinity;
          if (until <= startOfYear(year) || from >= startOfYear(year + 1)) return [];
          const { starts, ends } = calendar.year(year);
          return [...starts].map((start, at): [number, number] => [Math.max(start, from), Math.min(ends[at]!, until)]);
        }),
      ),
    ),
    beginsInYear: Math.min(...parts.map(({ calendar }) => calendar.beginsInYear)),
    endsBeforeYear: last.endsBeforeYear === Infinity ? Infinity : Math.max(...parts.map(endsBeforeYear)),
  };

  function endsBeforeYear({ calendar }: CalendarSince, index: number): number {
    const next = parts[index + 1];
    return next === undefined ? calendar.endsBeforeYear : Math.min(calendar.endsBeforeYear, new Date(next.from).getUTCFullYear() + 1);
  }
}

import { assertZone } from '../zone.js';
import { offsetSegments } from '../zone-offsets.js';
import { type CalendarDocument, type Hours, weekdays } from './calendar-document.js';
import { type Intervals, intervalsOf } from './intervals.js';
import { minutesOf } from './time-of-day.js';
import { startOfYear, type WorkingCalendar, yearTables } from './working-calendar.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** From and to in milliseconds since the midnight that begins the day; `to` is beyond 24 hours where it is on the next day. */
type Span = readonly [from: number, to: number];

/**
 * Compiles a checked document (`calendarProblems` names what is wrong with one).
 *
 * It is working time whenever the clocks of the zone show a time within the hours of that day (or of the day before, where those run past
 * midnight): an hour that clocks show twice counts twice, one they skip does not count.
 */
export function compileCalendar({ zone, weekly, exceptions }: CalendarDocument): WorkingCalendar {
  assertZone(zone);
  const week = weekdays.map((day) => weekly.filter(({ days }) => days.includes(day)).flatMap(({ hours }) => hours.map(spanOf)));
  const special = new Map(exceptions.map(({ date, hours }) => [Date.parse(date), hours.map(spanOf)]));
  const never = week.every((hours) => hours.length === 0);
  const years = [...special].flatMap(([day, hours]) => (hours.length > 0 ? [new Date(day).getUTCFullYear()] : []));

  /** The hours that begin on a day, given as its midnight as if in UTC. */
  const hoursOf = (day: number): readonly Span[] => special.get(day) ?? week[(new Date(day).getUTCDay() + 6) % 7]!;

  function tableOf(year: number): Intervals {
    const from = startOfYear(year);
    const to = startOfYear(year + 1);
    const pairs: [number, number][] = [];
    for (const { start, end, offsetMs } of offsetSegments(zone, from, to)) {
      const firstDay = Math.floor((start + offsetMs - DAY_MS) / DAY_MS) * DAY_MS;
      for (let day = firstDay; day < end + offsetMs; day += DAY_MS) {
        for (const [opens, closes] of hoursOf(day)) {
          pairs.push([Math.max(start, day + opens - offsetMs), Math.min(end, day + closes - offsetMs)]);
        }
      }
    }
    return intervalsOf(pairs);
  }

  return {
    zone,
    year: yearTables(tableOf),
    beginsInYear: never ? Math.min(...years, Infinity) - 1 : -Infinity,
    endsBeforeYear: never ? Math.max(...years, -Infinity) + 2 : Infinity,
  };
}

function spanOf(hours: Hours): Span {
  const [start, end] = minutesOf(hours);
  return [start * MINUTE_MS, end * MINUTE_MS];
}

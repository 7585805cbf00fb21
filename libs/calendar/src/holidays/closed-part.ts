import { type Hours } from '../working-time/calendar-document.js';
import { MINUTES_A_DAY, minutesOf, timeOf } from '../working-time/time-of-day.js';

/** A part of a calendar day that is no working time: the whole day, or from noon on Christmas Eve. */
export interface ClosedPart {
  readonly date: string;
  readonly name: string | null;
  /** Minutes since midnight by the clocks of the place. */
  readonly fromMinute: number;
  /** At most 1440. */
  readonly toMinute: number;
}

/** A span of local time (`2026-04-03T00:00`, as milliseconds as if in UTC) as the parts of the days it touches. */
export function closedParts(name: string | null, fromMs: number, toMs: number): ClosedPart[] {
  const parts: ClosedPart[] = [];
  for (let day = Math.floor(fromMs / DAY_MS) * DAY_MS; day < toMs; day += DAY_MS) {
    parts.push({
      date: new Date(day).toISOString().slice(0, 10),
      name,
      fromMinute: Math.floor(Math.max(0, fromMs - day) / MINUTE_MS),
      toMinute: Math.ceil(Math.min(DAY_MS, toMs - day) / MINUTE_MS),
    });
  }
  return parts;
}

const MINUTE_MS = 60_000;
const DAY_MS = MINUTES_A_DAY * MINUTE_MS;

/** The hours of a day without what is closed. Hours past midnight belong to the day: closed to its end, they are closed to theirs. */
export function hoursWithout(hours: readonly Hours[], closed: readonly ClosedPart[]): Hours[] {
  let open: (readonly [start: number, end: number])[] = hours.map(minutesOf);
  for (const { fromMinute, toMinute } of closed) {
    const until = toMinute === MINUTES_A_DAY ? 2 * MINUTES_A_DAY : toMinute;
    open = open.flatMap(([start, end]): [number, number][] => [
      [start, Math.min(end, fromMinute)],
      [Math.max(start, until), end],
    ]);
    open = open.filter(([start, end]) => start < end);
  }
  return open.map(([start, end]): Hours => [timeOf(start), timeOf(end)]);
}

import { indexAt, instantAfter, msBefore } from './intervals.js';
import { startOfYear, type WorkingCalendar } from './working-calendar.js';

/** Instants are milliseconds since the epoch. Nothing here steps through time: a year costs one look into its table. */

/** Beyond these no calendar is asked: instants of JavaScript end in 275760. */
const FIRST_YEAR = -271_000;
const LAST_YEAR = 275_000;

const yearOf = (ms: number): number => {
  const year = new Date(ms).getUTCFullYear();
  if (!(year >= FIRST_YEAR && year <= LAST_YEAR)) throw new RangeError(`${ms} is no instant that a calendar can be asked about`);
  return year;
};

/** Elapsed working milliseconds from one instant to a later one; 0 where `toMs` is not later. */
export function workingMs(calendar: WorkingCalendar, fromMs: number, toMs: number): number {
  const first = yearOf(fromMs);
  const last = yearOf(toMs);
  if (toMs <= fromMs) return 0;
  let sum = msBefore(calendar.year(last), toMs) - msBefore(calendar.year(first), fromMs);
  const end = Math.min(last, calendar.endsBeforeYear);
  for (let year = Math.max(first, calendar.beginsInYear); year < end; year++) sum += calendar.year(year).total;
  return sum;
}

/**
 * The first instant by which `ms` of working time (not negative) have passed since `startMs`; 0 gives `startMs` itself, also where it is
 * closed. Null where the calendar has not that much working time left.
 */
export function addWorkingMs(calendar: WorkingCalendar, startMs: number, ms: number): number | null {
  if (!(ms >= 0)) throw new RangeError(`${ms} is no span of working time`);
  if (ms === 0) return startMs;
  let year = yearOf(startMs);
  let wanted = ms + msBefore(calendar.year(year), startMs);
  for (; year < calendar.endsBeforeYear && year <= LAST_YEAR; year++) {
    const table = calendar.year(year);
    if (wanted <= table.total) return instantAfter(table, wanted);
    wanted -= table.total;
    if (year < calendar.beginsInYear) year = calendar.beginsInYear - 1;
  }
  return null;
}

export function isOpenAt(calendar: WorkingCalendar, ms: number): boolean {
  const table = calendar.year(yearOf(ms));
  const index = indexAt(table, ms);
  return index >= 0 && ms < table.ends[index]!;
}

/** The first instant from `ms` on that is working time: `ms` itself where it is. Null where there is none any more. */
export function nextOpening(calendar: WorkingCalendar, ms: number): number | null {
  if (isOpenAt(calendar, ms)) return ms;
  for (let year = yearOf(ms); year < calendar.endsBeforeYear && year <= LAST_YEAR; year++) {
    const table = calendar.year(year);
    const next = indexAt(table, ms) + 1;
    if (next < table.starts.length) return table.starts[next]!;
    if (year < calendar.beginsInYear) year = calendar.beginsInYear - 1;
  }
  return null;
}

/** The first instant from `ms` on that is not working time: `ms` itself where it is not. Null where it does not end within thirty years. */
export function nextClosing(calendar: WorkingCalendar, ms: number): number | null {
  let at = ms;
  const first = yearOf(ms);
  for (let year = first; year <= first + PATIENCE_YEARS; year++) {
    const table = calendar.year(year);
    const index = indexAt(table, at);
    if (index < 0 || at >= table.ends[index]!) return at;
    at = table.ends[index]!;
    if (at < startOfYear(year + 1)) return at;
  }
  return null;
}

/** Working time that goes on over so many New Years goes round the clock. */
const PATIENCE_YEARS = 30;

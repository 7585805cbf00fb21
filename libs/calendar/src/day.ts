import { Temporal } from 'temporal-polyfill';
import { invalid } from '#libs/platform';
import { epochMs, instantText } from './instant.js';
import { assertZone } from './zone.js';
import { offsetMsAt } from './zone-offsets.js';

/** Days are asked for again and again by folds and imports; a day's first instant never changes within a process. */
const CACHE_LIMIT = 50_000;
const firstInstants = new Map<string, string>();

/**
 * The first instant of a calendar day (`2026-03-03`) in a zone: midnight, or the first instant after it where clocks skip midnight. A day that
 * a zone left out altogether (Samoa, 30 December 2011) gives the first instant after the gap.
 * Throws `ProblemError` 422 `TIME.IMPOSSIBLE_DATE` or `TIME.UNKNOWN_ZONE`.
 */
export function firstInstantOfDay(date: string, zone: string): string {
  const key = `${date} ${zone}`;
  let instant = firstInstants.get(key);
  if (instant === undefined) {
    assertZone(zone);
    instant = instantText(parseDate(date).toZonedDateTime(zone).toInstant());
    if (firstInstants.size >= CACHE_LIMIT) firstInstants.clear();
    firstInstants.set(key, instant);
  }
  return instant;
}

/** The calendar day on which an instant falls in a zone. */
export function localDate(instant: string, zone: string): string {
  assertZone(zone);
  const ms = epochMs(instant);
  const offset = offsetMsAt(zone, ms);
  if (offset !== null) return new Date(ms + offset).toISOString().slice(0, 10);
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** The day after a calendar day: the half-open end of a period that includes it. */
export const nextDay = (date: string): string => parseDate(date).add({ days: 1 }).toString();

export const isDate = (text: string): boolean => {
  try {
    parseDate(text);
    return true;
  } catch {
    return false;
  }
};

function parseDate(date: string): Temporal.PlainDate {
  try {
    if (/^\d{4}-\d{2}-\d{2}$/.test(date)) return Temporal.PlainDate.from(date);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw invalid({ code: 'TIME.IMPOSSIBLE_DATE', message: `"${date}" is no calendar day: write an existing day as 2026-03-31` });
}

import { Temporal } from 'temporal-polyfill';

/** Whole days by the clocks of a zone, then exact milliseconds. */
export interface Span {
  readonly days: number;
  readonly ms: number;
}

/**
 * `at` (milliseconds since the epoch) plus a span: a day later is the same time on the clocks of the zone, also where a day has 23 or 25 hours;
 * where clocks skip that time, the first instant after it. Negative spans go back. Throws `RangeError` for a zone that does not exist.
 */
export function addSpan(at: number, { days, ms }: Span, zone: string): number {
  if (days === 0) return at + ms;
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).add({ days }).epochMilliseconds + ms;
}

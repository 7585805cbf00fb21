import { Temporal } from 'temporal-polyfill';
import { type OccurredAt } from '#libs/contracts';

/**
 * Where an event begins on the effective clock, in milliseconds since the epoch: an instant at itself, a day at its first instant in its
 * zone, an unknown time at the start of the event before it (`previous`; −Infinity for the first).
 */
export function effectiveStart(occurredAt: OccurredAt, previous: number): number {
  switch (occurredAt.precision) {
    case 'instant':
      return Date.parse(occurredAt.value);
    case 'day':
      return occurredAt.zone === 'UTC' ? Date.parse(`${occurredAt.value}T00:00:00.000Z`) : startOfDay(occurredAt.value, occurredAt.zone);
    case 'unknown':
      return previous;
  }
}

const startOfDay = (date: string, zone: string): number => Temporal.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds;

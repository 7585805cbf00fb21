import { type OccurredAt } from '#libs/contracts';
import { firstInstantOfDay } from './day.js';

/**
 * Where an event begins on the effective clock, in milliseconds since the epoch: an instant at itself, a day at its first instant in its
 * zone, an unknown time at the start of the event before it in its stream (`previous`; −Infinity for the first).
 */
export function effectiveStart(occurredAt: OccurredAt, previous: number): number {
  switch (occurredAt.precision) {
    case 'instant':
      return Date.parse(occurredAt.value);
    case 'day':
      return Date.parse(firstInstantOfDay(occurredAt.value, occurredAt.zone));
    case 'unknown':
      return previous;
  }
}

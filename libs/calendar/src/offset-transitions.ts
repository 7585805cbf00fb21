import { Temporal } from 'temporal-polyfill';
import { epochMs, instantText } from './instant.js';
import { assertZone } from './zone.js';

/** From `at` on, clocks in the zone are `offsetSeconds` ahead of UTC. */
export interface OffsetTransition {
  readonly at: string;
  readonly offsetSeconds: number;
}

/**
 * The offsets of a zone over [from, to): the one in force at `from` (with `at` = `from`), then each change after it. This is all a report needs
 * to turn instants into local days and months without asking a time-zone library, and what its receipt keeps of that library.
 */
export function offsetTransitions(zone: string, from: string, to: string): readonly OffsetTransition[] {
  assertZone(zone);
  const end = epochMs(to);
  const start = Temporal.Instant.fromEpochMilliseconds(epochMs(from)).toZonedDateTimeISO(zone);
  const found: OffsetTransition[] = [{ at: instantText(start.toInstant()), offsetSeconds: start.offsetNanoseconds / 1e9 }];
  for (let next = start.getTimeZoneTransition('next'); next && next.epochMilliseconds < end; next = next.getTimeZoneTransition('next')) {
    const offsetSeconds = next.offsetNanoseconds / 1e9;
    if (offsetSeconds !== found.at(-1)!.offsetSeconds) found.push({ at: instantText(next.toInstant()), offsetSeconds });
  }
  return found;
}

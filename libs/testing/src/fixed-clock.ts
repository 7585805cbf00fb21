import { type Clock } from '#libs/platform';

export interface FixedClock extends Clock {
  set(instant: string): void;
  /** Goes forward by this many milliseconds. */
  advance(ms: number): void;
}

/** A clock that stands still until it is told otherwise. */
export function fixedClock(instant = '2026-03-03T12:00:00.000Z'): FixedClock {
  let now = Date.parse(instant);
  return {
    now: () => new Date(now),
    set: (to) => {
      now = Date.parse(to);
    },
    advance: (ms) => {
      now += ms;
    },
  };
}

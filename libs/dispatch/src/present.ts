import { type Clock, unavailable } from '#libs/platform';

/** Clocks of two machines may differ by this much. */
export const SKEW_MS = 30_000;

/**
 * Now, in milliseconds since the epoch, and never before what a stream recorded last. Errors: 503 `CLOCK.BEHIND` where the clock has gone back
 * by more than a small skew.
 */
export function presentOf(clock: Clock, lastKnownAt: string | null): number {
  const now = clock.now().getTime();
  const last = lastKnownAt === null ? -Infinity : Date.parse(lastKnownAt);
  if (now + SKEW_MS >= last) return Math.max(now, last);
  throw unavailable(
    'CLOCK.BEHIND',
    `The clock of this server says ${new Date(now).toISOString()}, but something was recorded at ${lastKnownAt} already: set the clock right, then send it again`,
  );
}

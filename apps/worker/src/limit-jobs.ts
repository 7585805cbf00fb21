import { type RepLimitsKeeper } from '#libs/dispatch';
import { type EventLog } from '#libs/event-store';
import { type JobHandler } from '#libs/jobs';
import { reconcileLimits } from '#libs/leads';
import { type Clock, type Logger } from '#libs/platform';
import { type Pool } from 'pg';

export const LIMITS_QUEUE = 'limits';

interface LimitJobContext {
  readonly log: EventLog;
  readonly pool: Pool;
  readonly limits: RepLimitsKeeper;
  readonly clock: Clock;
  readonly keyedHash: (purpose: string, text: string) => string;
  readonly logger: Logger;
}

/** Looks where postings and leads differ; after a start and once an hour at every rep with postings. */
export function limitJobs(context: LimitJobContext): JobHandler {
  let nextWhole = 0;
  return async () => {
    const now = context.clock.now().getTime();
    const whole = now >= nextWhole;
    const found = await reconcileLimits(context, whole);
    if (whole) nextWhole = now + WHOLE_EVERY_MS;
    const { returned, adopted } = found;
    if (adopted + returned.closed + returned.lost + returned['not-taken'] > 0)
      context.logger.info({ returned, adopted }, 'Closed what was left open between reps and their leads');
    return found;
  };
}

const WHOLE_EVERY_MS = 3_600_000;

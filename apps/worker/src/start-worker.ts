import { connectEventLog } from '#libs/event-store';
import { createJobs, LOG_QUEUE } from '#libs/jobs';
import { type Config, createPool, type Logger, requireSettings, systemClock } from '#libs/platform';
import { publishLibrary } from '#libs/reporting';
import { logJobs } from './log-jobs.js';

/** How soon after the 10,000th position its digest is logged, at most. */
const ANCHOR_TICK_MS = 5_000;
/** A verification reads two streams at once; ticks go on beside it. */
const CONCURRENCY = 2;

export interface RunningWorker {
  /** Running jobs end (a verification is broken off and done again by the next worker), then connections close. */
  stop(): Promise<void>;
}

/** Work that is queued or woken by time. The queue may be emptied at any time: ticks come back, and nothing is known only there. */
export async function startWorker(given: Config, logger: Logger): Promise<RunningWorker> {
  const config = requireSettings(given, ['databaseUrl', 'eventStoreUrl']);
  const pool = createPool(config.databaseUrl, { name: 'worker', max: 6 });
  const log = connectEventLog({ url: config.eventStoreUrl, prefix: config.streamPrefix, timeoutMs: config.eventStoreTimeoutMs });
  const stopping = new AbortController();
  const close = async (): Promise<void> => {
    await Promise.all([log.close(), pool.end()]);
  };
  try {
    const published = await publishLibrary({ log, clock: systemClock });
    if (published > 0) logger.info({ published }, 'Published the definitions that come with the product');
    const jobs = await createJobs({ databaseUrl: config.databaseUrl, redisUrl: config.redisUrl, logger });
    jobs.work(LOG_QUEUE, logJobs({ log, pool, logger, signal: stopping.signal }), { concurrency: CONCURRENCY });
    await jobs.every(LOG_QUEUE, 'anchor', ANCHOR_TICK_MS);
    return {
      stop: async () => {
        stopping.abort();
        await Promise.race([jobs.close(), new Promise((resolve) => setTimeout(resolve, config.shutdownTimeoutMs).unref())]);
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

import { setMaxListeners } from 'node:events';
import { migrateDispatch, POLICY_QUEUE, policyJobs } from '#libs/dispatch';
import { connectEventLog } from '#libs/event-store';
import { createJobs, createTimerTick, LOG_QUEUE, migrateWorker, TIMER_QUEUE } from '#libs/jobs';
import { type Config, createPool, type Logger, requireSettings, systemClock } from '#libs/platform';
import { publishLibrary } from '#libs/reporting';
import { alerting } from './alerting.js';
import { dispatching } from './dispatching.js';
import { leadClocks } from './lead-clocks.js';
import { leadServices } from './lead-services.js';
import { limitJobs, LIMITS_QUEUE } from './limit-jobs.js';
import { logJobs } from './log-jobs.js';
import { sayTrouble } from './say-trouble.js';

/** How soon after the 10,000th position its digest is logged, at most. */
const ANCHOR_TICK_MS = 5_000;
/** A verification reads two streams at once; ticks go on beside it. */
const CONCURRENCY = 2;
/** How soon after its time something due is fired, at most, while a worker is idle. */
const TIMER_TICK_MS = 500;
/** How soon what a crash left open between a rep and its leads is closed, beside the time that a command may take. */
const RECONCILE_TICK_MS = 5_000;
/** How often it is looked whether people undo what a rule decides, and whether it is fair to them. */
const ALARMS_MS = 15 * 60_000;
/** Reactions hold one connection each, beside those that work goes through. */
const CONNECTIONS = 16;
const KEY_CONNECTIONS = 2;

export interface RunningWorker {
  /** Running jobs end (a verification is broken off and done again by the next worker), then connections close. */
  stop(): Promise<void>;
}

/** Work that is queued or woken by time. The queue may be emptied at any time: ticks come back, and nothing is known only there. */
export async function startWorker(given: Config, logger: Logger): Promise<RunningWorker> {
  const config = requireSettings(given, ['databaseUrl', 'keysDatabaseUrl', 'eventStoreUrl']);
  const pool = createPool(config.databaseUrl, { name: 'worker', max: CONNECTIONS });
  const log = connectEventLog({ url: config.eventStoreUrl, prefix: config.streamPrefix, timeoutMs: config.eventStoreTimeoutMs });
  const keys = createPool(config.keysDatabaseUrl, { name: 'worker keys', max: KEY_CONNECTIONS });
  const stopping = new AbortController();
  // Each reaction listens, and each pause in it.
  setMaxListeners(0, stopping.signal);
  const closers: (() => void)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers) closer();
    await Promise.all([log.close(), pool.end(), keys.end()]);
  };
  try {
    const published = await publishLibrary({ log, clock: systemClock });
    if (published > 0) logger.info({ published }, 'Published the definitions that come with the product');
    const jobs = await createJobs({ databaseUrl: config.databaseUrl, redisUrl: config.redisUrl, logger });
    jobs.work(LOG_QUEUE, logJobs({ log, pool, logger, signal: stopping.signal }), { concurrency: CONCURRENCY });
    await jobs.every(LOG_QUEUE, 'anchor', ANCHOR_TICK_MS);

    await migrateWorker(pool);
    await migrateDispatch(pool);
    const services = await leadServices({ config, log, pool, keys, clock: systemClock });
    jobs.work(LIMITS_QUEUE, limitJobs({ ...services, logger }));
    await jobs.every(LIMITS_QUEUE, 'reconcile', RECONCILE_TICK_MS);
    const alerts = alerting(services, config, logger);
    closers.push(alerts.close);
    jobs.work(
      POLICY_QUEUE,
      policyJobs({ pool, alerts: alerts.commands, clock: systemClock, timeZone: config.timeZone, signal: stopping.signal }),
    );
    await jobs.every(POLICY_QUEUE, 'alarms', ALARMS_MS);
    const clocks = leadClocks(services, alerts.commands, config, logger);
    const { onReactionTrouble, onTimerTrouble } = sayTrouble(alerts.commands, logger);
    const runners = [...clocks.runners(onReactionTrouble), alerts.runner(onReactionTrouble)];
    const following = Promise.all(
      [dispatching(services, alerts.commands, logger), ...runners].map((runner) => runner.run(stopping.signal)),
    );
    const kinds = [...clocks.timers, ...alerts.timers];
    const timers = createTimerTick({ pool, kinds, clock: systemClock, logger, onTrouble: onTimerTrouble });
    jobs.work(TIMER_QUEUE, () => timers.tick());
    await jobs.every(TIMER_QUEUE, 'tick', TIMER_TICK_MS);
    return {
      stop: async () => {
        stopping.abort();
        await Promise.race([
          Promise.all([jobs.close(), following]),
          new Promise((resolve) => setTimeout(resolve, config.shutdownTimeoutMs).unref()),
        ]);
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

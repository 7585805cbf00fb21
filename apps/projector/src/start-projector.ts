import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { connectEventLog } from '#libs/event-store';
import { createJobs } from '#libs/jobs';
import { type Config, createPool, type Logger, requireSettings } from '#libs/platform';
import { doProjectionJob, prepareReadModels, PROJECTION_QUEUE, type ProjectionJob, ProjectionRunner, rebuild } from '#libs/projections';
import { FactsWriter, spineLogSource } from '#libs/reporting';
import { projections } from './projections.js';

export interface RunningProjector {
  /** The batch being written is finished, rebuilds are given up and leave nothing behind. */
  stop(): Promise<void>;
}

/** A rebuild beside the running projector holds up to seven at once. */
const CONNECTIONS = 10;
/** A part is small: the read models need the memory more. */
const FACTS_MEMORY = '256MB';
/** Entries turned into facts at once, between two batches of read models: they wait for it some 20 ms. */
const FACTS_PAGE = 100;
/** While events arrive, facts rest so long after each of these: a part of 20,000 is then made in a quarter of the time, spread over some twenty seconds. */
const FACTS_REST_MS = 60;
const ARRIVING_MS = 1_000;
/** How often the progress of a job is written down at most. */
const PROGRESS_MS = 500;

/**
 * Read models from the log, and the work on them that people ask for. Resolves once every view is there, so that readers find them; rows
 * follow. A second projector waits until the first is gone.
 */
export async function startProjector(given: Config, logger: Logger): Promise<RunningProjector> {
  const config = requireSettings(given, ['databaseUrl', 'eventStoreUrl']);
  const pool = createPool(config.databaseUrl, { name: 'projector', max: Math.max(CONNECTIONS, config.databaseConnections) });
  const log = connectEventLog({ url: config.eventStoreUrl, prefix: config.streamPrefix });
  const stopping = new AbortController();
  const stale = await prepareReadModels(pool, projections).catch(async (error: unknown) => {
    await Promise.all([pool.end(), log.close()]);
    throw error;
  });
  if (stale.length > 0) logger.info({ projections: stale }, 'Read models must be built from the log first');

  let advancedAt = 0;
  const facts = new FactsWriter({
    source: spineLogSource(pool, FACTS_PAGE),
    folder: config.factsDir ?? join(config.dataDir, 'facts'),
    partPositions: config.factsPartPositions,
    memoryLimit: FACTS_MEMORY,
    rest: () => (Date.now() - advancedAt < ARRIVING_MS ? sleep(FACTS_REST_MS) : Promise.resolve()),
  });
  let rebuilding = false;
  const runner = new ProjectionRunner({
    log,
    pool,
    projections,
    maxBatch: config.projectorBatchEvents,
    events: {
      onAdvanced: () => (advancedAt = Date.now()),
      onInterrupted: (error, retryInMs) => logger.warn({ err: error, retryInMs }, 'Interrupted; going on from the checkpoint'),
      onParked: (parked) => logger.error({ parked }, 'A sequence cannot be read and stands still; the others go on'),
      whileLeading: (signal) =>
        facts.run(signal, {
          givesWay: () => rebuilding,
          onError: (err) => logger.warn({ err }, 'Report facts could not be written; tried again'),
        }),
      onStale: async (names) => {
        const result = await rebuild({ log, pool, projections, names, signal: stopping.signal });
        logger.info({ result }, 'Read models were built from the log');
      },
    },
  });
  const running = runner.run(stopping.signal);

  const jobs = await createJobs({ databaseUrl: config.databaseUrl, redisUrl: config.redisUrl, logger });
  jobs.work(PROJECTION_QUEUE, async (job) => {
    let shownAt = 0;
    rebuilding = true;
    return await doProjectionJob(job.data as ProjectionJob, {
      log,
      pool,
      projections,
      signal: stopping.signal,
      onProgress: (progress) => {
        if (Date.now() - shownAt < PROGRESS_MS) return;
        shownAt = Date.now();
        job.progress(progress).catch((error: unknown) => logger.warn({ err: error }, 'Progress could not be shown'));
      },
    }).finally(() => (rebuilding = false));
  });

  return {
    stop: async () => {
      stopping.abort(new Error('The projector stops'));
      await Promise.all([running, jobs.close()]);
      await Promise.all([pool.end(), log.close()]);
    },
  };
}

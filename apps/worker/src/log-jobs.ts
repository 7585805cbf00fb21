import { type EventLog } from '#libs/event-store';
import { type JobHandler, type RunningJob } from '#libs/jobs';
import { type Logger, notFound } from '#libs/platform';
import { anchorLog, type LogDifference, type LogVerification, verifyLog } from '#libs/projections';
import { type Pool } from 'pg';

interface LogJobContext {
  readonly log: EventLog;
  readonly pool: Pool;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/** What `verify` answers: what was walked, and in short where it ended and why. Positions are decimal text. */
interface Verification extends Omit<LogVerification, 'spinePosition' | 'firstDifference'> {
  readonly spinePosition: string;
  readonly firstDifference: (Omit<LogDifference, 'position'> & { readonly position: string }) | null;
  readonly position: string;
  readonly reason: string | null;
}

/** The jobs of the queue `log`, each with its one handler. All may run more than once. */
export function logJobs(context: LogJobContext): JobHandler {
  const handlers: Readonly<Record<string, (job: RunningJob) => Promise<unknown>>> = {
    anchor: () => anchor(context),
    verify: (job) => verify(context, job),
  };
  return async (job) => {
    const handler = handlers[job.name];
    if (!handler)
      throw notFound('JOB.UNKNOWN', `Nobody knows how to do ${job.name}; the jobs of this queue are ${Object.keys(handlers).join(', ')}`);
    return handler(job);
  };
}

/** Logs the digest of each 10,000th position once. */
async function anchor({ log, pool, logger }: LogJobContext): Promise<{ anchored: readonly number[] }> {
  const anchored = await anchorLog(log, pool);
  if (anchored.length > 0) logger.info({ anchored }, 'Anchored the log');
  return { anchored };
}

/** Walks the whole log and compares it with its chain. */
async function verify({ log, pool, signal }: LogJobContext, job: RunningJob): Promise<Verification> {
  const { rows } = await pool.query<{ total: string | null }>('select max(position) as total from read.log_entry');
  const total = Number(rows[0]?.total ?? 0);
  const verification = await verifyLog({
    log,
    pool,
    signal,
    onProgress: (done) => void job.progress({ done, total }).catch(() => undefined),
  });
  const { firstDifference, events, spinePosition } = verification;
  const position = String(firstDifference?.position ?? events);
  return {
    ...verification,
    spinePosition: String(spinePosition),
    firstDifference: firstDifference && { ...firstDifference, position },
    position,
    reason: firstDifference?.why ?? null,
  };
}

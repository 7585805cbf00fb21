import { type JobsOptions, type Queue, type Worker } from 'bullmq';
import { type Logger } from '#libs/platform';
import { type Backend, postgresBackend, redisBackend } from './backend.js';
import { asFailure, problemOf } from './job-problem.js';
import { type JobHandler, type Jobs, type JobView, type WorkOptions } from './jobs.port.js';

export interface CreateJobsOptions {
  /** PostgreSQL, where the queues are unless `redisUrl` is given. */
  readonly databaseUrl: string;
  readonly redisUrl?: string | null;
  /** Keeps installations (and test runs) on one Redis apart. */
  readonly redisPrefix?: string;
  readonly logger: Logger;
  /** Connections to PostgreSQL at most; more than queues that this process works on. */
  readonly connections?: number;
  /** After this time without a sign of life a worker's job is given to another. */
  readonly lockMs?: number;
}

const JOB: JobsOptions = {
  attempts: 5,
  backoff: { type: 'exponential', delay: 500 },
  removeOnComplete: { age: 7 * 86_400, count: 1_000 },
  removeOnFail: { age: 30 * 86_400, count: 1_000 },
};
const TICK: JobsOptions = { attempts: 1, removeOnComplete: 10, removeOnFail: 100 };
const QUEUE_NAME = /^[a-z][a-z-]*$/;
/** BullMQ takes neither `:` nor a mere number. */
const JOB_ID = /^(?=.*[A-Za-z])[\w.-]{1,128}$/;
/** A queue that was emptied has its ticks again after this time at the latest. */
const TICK_CHECK_MS = 15_000;

export async function createJobs(options: CreateJobsOptions): Promise<Jobs> {
  const backend = options.redisUrl
    ? redisBackend(options.redisUrl, options.redisPrefix ?? 'leadledger')
    : await postgresBackend(options.databaseUrl, options.connections ?? 12);
  return new BullJobs(backend, options.logger, options.lockMs ?? 30_000);
}

/** One set of queues in one process. States: open → closing (running jobs end, nothing new starts) → closed. */
class BullJobs implements Jobs {
  private readonly queues = new Map<string, Queue>();
  private readonly workers: Worker[] = [];
  private readonly checks: NodeJS.Timeout[] = [];
  private closed: Promise<void> | null = null;

  constructor(
    private readonly backend: Backend,
    private readonly logger: Logger,
    private readonly lockMs: number,
  ) {}

  async enqueue(queue: string, name: string, data: unknown, { id }: { readonly id: string }): Promise<string> {
    if (!JOB_ID.test(id))
      throw new RangeError(`${JSON.stringify(id)} is no job id: letters, digits, "_", "-" and ".", with at least one letter`);
    await this.queue(queue).add(name, data, { ...JOB, jobId: id });
    return `${queue}.${id}`;
  }

  work(queue: string, handler: JobHandler, { concurrency = 1 }: WorkOptions = {}): void {
    const worker = this.backend.worker(
      queue,
      async (job) => {
        try {
          const progress = (value: number | object): Promise<void> => job.updateProgress(value);
          return await handler({ id: job.id!, name: job.name, data: job.data as unknown, attempt: job.attemptsMade + 1, progress });
        } catch (error) {
          this.logger.warn({ err: error, queue, job: job.id, attempt: job.attemptsMade + 1 }, 'A job failed');
          throw asFailure(error);
        }
      },
      // Jobs are idempotent, so losing a worker again and again is no reason to give one up.
      { concurrency, lockDuration: this.lockMs, stalledInterval: this.lockMs / 2, maxStalledCount: 20 },
    );
    worker.on('error', (error) => this.logger.warn({ err: error, queue }, 'A queue does not answer'));
    this.workers.push(worker);
  }

  async every(queue: string, name: string, intervalMs: number): Promise<void> {
    const schedule = async (): Promise<void> => {
      await this.queue(queue).upsertJobScheduler(name, { every: intervalMs }, { name, opts: TICK });
    };
    await schedule();
    const check = setInterval(
      () => {
        this.queue(queue)
          .getJobScheduler(name)
          .then((found) => (found ? undefined : schedule()))
          .catch((error: unknown) => this.logger.warn({ err: error, queue, name }, 'The schedule cannot be checked now'));
      },
      Math.max(intervalMs, TICK_CHECK_MS),
    );
    this.checks.push(check.unref());
  }

  async look(job: string): Promise<JobView | null> {
    const [queue, id] = [job.slice(0, job.indexOf('.')), job.slice(job.indexOf('.') + 1)];
    if (!QUEUE_NAME.test(queue) || !JOB_ID.test(id)) return null;
    // The state first: what is read after it is at least as far.
    const state = stateOf(await this.queue(queue).getJobState(id));
    const found = await this.queue(queue).getJob(id);
    if (!found) return null;
    const progress: unknown = found.progress === 0 ? null : found.progress;
    return {
      job,
      name: found.name,
      state,
      progress,
      result: state === 'done' ? ((found.returnvalue as unknown) ?? null) : null,
      problem: state === 'failed' ? problemOf(found.failedReason) : null,
    };
  }

  close(): Promise<void> {
    return (this.closed ??= (async () => {
      for (const check of this.checks) clearInterval(check);
      await Promise.all(this.workers.map((worker) => worker.close()));
      await Promise.all([...this.queues.values()].map((queue) => queue.close()));
      await this.backend.close();
    })());
  }

  private queue(name: string): Queue {
    if (!QUEUE_NAME.test(name)) throw new RangeError(`${JSON.stringify(name)} is no queue name: small letters and "-"`);
    let queue = this.queues.get(name);
    if (!queue) {
      queue = this.backend.queue(name, {});
      queue.on('error', (error) => this.logger.warn({ err: error, queue: name }, 'A queue does not answer'));
      this.queues.set(name, queue);
    }
    return queue;
  }
}

function stateOf(state: string): JobView['state'] {
  switch (state) {
    case 'completed':
      return 'done';
    case 'failed':
      return 'failed';
    case 'active':
      return 'active';
    default:
      return 'waiting';
  }
}

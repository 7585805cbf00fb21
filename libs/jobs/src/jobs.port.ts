import { type Problem } from '#libs/platform';

/** What a handler is given. It may run more than once for one job: what it does must be idempotent. */
export interface RunningJob {
  readonly id: string;
  readonly name: string;
  readonly data: unknown;
  /** 1 at the first try. */
  readonly attempt: number;
  /** Shown to whoever looks; any JSON. */
  progress(value: number | object): Promise<void>;
}

/** What a handler returns is the job's result (JSON). A `ProblemError` below 500 ends the job; anything else thrown is tried again. */
export type JobHandler = (job: RunningJob) => Promise<unknown>;

export interface JobView {
  readonly job: string;
  readonly name: string;
  readonly state: 'waiting' | 'active' | 'done' | 'failed';
  /** As last reported; null before. */
  readonly progress: unknown;
  /** Of a job that is done. */
  readonly result: unknown;
  /** Of a job that failed for good. */
  readonly problem: Pick<Problem, 'code' | 'detail'> | null;
}

export interface WorkOptions {
  /** Jobs of this queue that run at once in this process; default 1. */
  readonly concurrency?: number;
}

/**
 * Work for later or for another process, and ticks. Queues carry nothing that cannot be derived from the log: they may be emptied at any time,
 * and whoever needs a job enqueues it again under the same id.
 *
 * Guarantees: a job that was enqueued runs at least once; while it waits or runs, and as long as its result is kept, enqueuing the same id does
 * nothing. A worker that dies loses its job to another one after the lock has run out. Errors: 503 `DATABASE.UNAVAILABLE` where the queue's
 * database does not answer.
 */
export interface Jobs {
  /** Returns the name under which `look` finds the job. `id` of letters, digits, `_`, `-` and `.` with at least one letter. */
  enqueue(queue: string, name: string, data: unknown, options: { readonly id: string }): Promise<string>;
  /** Takes jobs of a queue until `close`. */
  work(queue: string, handler: JobHandler, options?: WorkOptions): void;
  /** A job of this name every `intervalMs`, once for all processes, also after the queue was emptied. */
  every(queue: string, name: string, intervalMs: number): Promise<void>;
  /** Null: unknown, or its result is no longer kept (7 days). */
  look(job: string): Promise<JobView | null>;
  /** Lets running jobs end, then lets go of the connections. */
  close(): Promise<void>;
}

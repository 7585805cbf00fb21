import { setTimeout as sleep } from 'node:timers/promises';
import { ProblemError, type Violation } from '#libs/platform';
import { type ApiClient } from '../client/api-client.js';
import { progress } from '../output/progress.js';

interface Job<T> {
  readonly id: string;
  readonly state: string;
  readonly progress?: number | { readonly done?: number; readonly total?: number } | null;
  readonly result?: T;
  readonly failed?: { readonly code?: string; readonly message?: string } | string | null;
}

const POLL_MS = 150;

/** Starts work on the server and waits for its end, with a bar at a terminal. Errors: what the job ended with. */
export async function runJob<T>(api: ApiClient, path: string, body: unknown, title: string, quiet: boolean): Promise<T> {
  const started = await api.post<{ job: string | { id: string } }>(path, body);
  const id = typeof started.job === 'string' ? started.job : started.job.id;
  const bar = progress(title, 100, quiet);
  try {
    for (;;) {
      const job = await api.get<Job<T>>(`/v1/jobs/${encodeURIComponent(id)}`);
      if (job.state === 'completed') return job.result as T;
      if (job.state === 'failed') throw new ProblemError(500, [failure(job.failed)]);
      bar.update(percent(job.progress));
      await sleep(POLL_MS);
    }
  } finally {
    bar.stop();
  }
}

function failure(failed: Job<unknown>['failed']): Violation {
  if (typeof failed === 'object' && failed) return { code: failed.code ?? 'JOB.FAILED', message: failed.message ?? 'The job failed' };
  return { code: 'JOB.FAILED', message: failed ?? 'The job failed; the log of the worker says why' };
}

function percent(value: Job<unknown>['progress']): number {
  if (typeof value === 'number') return value <= 1 ? value * 100 : value;
  return value?.total ? ((value.done ?? 0) / value.total) * 100 : 0;
}

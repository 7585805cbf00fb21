import { setTimeout as sleep } from 'node:timers/promises';
import { ProblemError } from '#libs/platform';
import { type ApiClient } from '../client/api-client.js';
import { progress } from '../output/progress.js';

interface Job<T> {
  readonly id: string;
  readonly state: 'waiting' | 'active' | 'completed' | 'failed';
  readonly progress: unknown;
  readonly result: T | null;
  readonly failed: { readonly code: string; readonly message: string } | null;
}

const POLL_MS = 150;

/** Starts work on the server and waits for its end, telling how far it is at a terminal. Errors: what the job ended with. */
export async function runJob<T>(api: ApiClient, path: string, body: unknown, title: string, quiet: boolean): Promise<T> {
  const { job: id } = await api.post<{ job: string }>(path, body);
  const shown = progress(title, 0, quiet);
  try {
    for (;;) {
      const job = await api.get<Job<T>>(`/v1/jobs/${encodeURIComponent(id)}`);
      if (job.state === 'completed') return job.result as T;
      if (job.state === 'failed')
        throw new ProblemError(500, [job.failed ?? { code: 'JOB.FAILED', message: 'The job failed; the logs of the server say why' }]);
      shown.update(eventsRead(job.progress));
      await sleep(POLL_MS);
    }
  } finally {
    shown.stop();
  }
}

const eventsRead = (value: unknown): number =>
  typeof value === 'object' && value !== null && 'events' in value ? Number(value.events) : 0;

import { setTimeout as sleep } from 'node:timers/promises';
import { createLogger, loadConfig } from '#libs/platform';
import { startProjector } from '../../projector/src/start-projector.js';
import { startWorker } from '../../worker/src/start-worker.js';
import { runningApi, type RunningTestApi } from '../../../test/rigs/running-api.js';

let api: RunningTestApi;
let stopOthers: () => Promise<void>;

beforeAll(async () => {
  api = await runningApi(null);
  const config = loadConfig(api.env);
  const logger = createLogger(config, 'test');
  const [projector, worker] = [await startProjector(config, logger), await startWorker(config, logger)];
  stopOthers = async () => void (await Promise.all([projector.stop(), worker.stop()]));
  const { body } = await api.post<{ token: string }>('/v1/teams', { id: 'north', name: 'North' });
  await api.get('/v1/teams', { headers: { 'wait-for': body.token } });
});
afterAll(async () => {
  await stopOthers();
  await api.stop();
});

interface Job {
  readonly id: string;
  readonly state: string;
  readonly result: Record<string, unknown> | null;
  readonly failed: { readonly code: string } | null;
}

async function done(path: string, body: object = {}): Promise<Job> {
  const started = await api.post<{ job: string }>(path, body);
  expect(started.status).toBe(202);
  for (;;) {
    const { body: job } = await api.get<Job>(`/v1/jobs/${started.body.job}`);
    if (job.state === 'completed' || job.state === 'failed') return job;
    await sleep(20);
  }
}

/** A position is printed as decimal text. */
const inDigits = expect.stringMatching(/^[1-9]\d*$/);

describe('long work', () => {
  it('R0.12 a rebuild and a verification are jobs with a result', async () => {
    expect(await done('/v1/projections/rebuild')).toMatchObject({ state: 'completed', result: { position: inDigits } });
    expect(await done('/v1/projections/verify')).toMatchObject({ state: 'completed', result: { equal: true, position: inDigits } });
    const status = await api.get<{ items: { name: string; position: string; hash: string | null }[] }>('/v1/projections');
    expect(status.body.items.map(({ name }) => name)).toEqual(expect.arrayContaining(['spine', 'ownership', 'organisation']));
    expect(new Set(status.body.items.map(({ position }) => position)).size).toBe(1);
  });

  it('the log is walked by the worker and compared with its chain', async () => {
    expect(await done('/v1/events/verify')).toMatchObject({
      state: 'completed',
      result: { valid: true, position: inDigits, spinePosition: inDigits, firstDifference: null },
    });
  });

  it('a projection that does not exist fails the job with a problem', async () => {
    expect(await done('/v1/projections/rebuild', { names: ['nothing'] })).toMatchObject({
      state: 'failed',
      failed: { code: expect.any(String) },
    });
  });

  it('the same Idempotency-Key is the same job; an unknown job is 404', async () => {
    const headers = { 'idempotency-key': 'nightly' };
    const [first, second] = [
      await api.post('/v1/projections/verify', {}, { headers }),
      await api.post('/v1/projections/verify', {}, { headers }),
    ];
    expect(second.body).toEqual(first.body);
    expect(await api.get('/v1/jobs/log.none')).toMatchObject({ status: 404, body: { code: 'JOB.NOT_FOUND' } });
    expect((await api.post('/v1/projections/rebuild', {}, { role: 'rep' })).status).toBe(403);
  });
});

describe('health', () => {
  it('is ready when all stores answer', async () => {
    expect(await api.get('/health/ready')).toMatchObject({
      status: 200,
      body: { checks: { database: 'ok', keys: 'ok', 'event-store': 'ok' } },
    });
  });
});

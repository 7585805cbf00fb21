import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createLogger } from '#libs/platform';
import { testDatabase, type TestDatabase } from '#libs/testing';
import { createJobs, type Jobs } from './index.js';

const logger = createLogger({ logLevel: 'silent' }, 'test');
const LOCK_MS = 1_000;

/** A worker in a process of its own, that takes a job and never ends it. */
const WORKER = `
  import { createJobs } from '#libs/jobs';
  import { createLogger } from '#libs/platform';
  const jobs = await createJobs({ databaseUrl: process.env.URL, logger: createLogger({ logLevel: 'silent' }, 'x'), lockMs: ${LOCK_MS} });
  jobs.work('rebuild', () => { console.log('taken'); return new Promise(() => setInterval(() => {}, 1000)); });
`;

describe('jobs when things die', () => {
  let database: TestDatabase;
  let jobs: Jobs | undefined;
  beforeAll(async () => {
    database = await testDatabase('jobs');
  });
  afterEach(() => jobs?.close());
  afterAll(() => database.drop());

  const open = async (): Promise<Jobs> => (jobs = await createJobs({ databaseUrl: database.url, logger, lockMs: LOCK_MS }));
  const done = async (job: string): Promise<unknown> => {
    for (;;) {
      const view = await jobs!.look(job);
      if (view?.state === 'done') return view.result;
      await delay(50);
    }
  };

  it('a job whose worker is killed is done by another', async () => {
    const job = await (await open()).enqueue('rebuild', 'all', {}, { id: 'rebuild-1' });
    const child = spawn(process.execPath, ['--input-type=module', '--eval', WORKER], {
      cwd: resolve(import.meta.dirname, '../../..'),
      env: { ...process.env, URL: database.url, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'exit');
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await ended;
    jobs!.work('rebuild', async () => 'by another');
    expect(await done(job)).toBe('by another');
  });

  it('a queue that is emptied loses nothing that can be asked for again: the same id runs, and ticks come back', async () => {
    const first = await open();
    await first.enqueue('reports', 'run', {}, { id: 'report-7' });
    await first.every('pulse', 'tick', 50);
    await database.pool.query(`drop schema bullmq cascade`);
    await first.close();
    const again = await open();
    let ticks = 0;
    again.work('reports', async () => 'run');
    again.work('pulse', async () => ++ticks);
    await again.every('pulse', 'tick', 50);
    expect(await done(await again.enqueue('reports', 'run', {}, { id: 'report-7' }))).toBe('run');
    while (ticks < 2) await delay(20);
  });

  it('a database that is gone is said to be', async () => {
    await expect(createJobs({ databaseUrl: 'postgres://nobody@127.0.0.1:1/x', logger })).rejects.toMatchObject({
      status: 503,
      code: 'DATABASE.UNAVAILABLE',
    });
  });

  it('a cut connection is made anew: jobs go on', async () => {
    await open();
    jobs!.work('rebuild', async (job) => job.data);
    expect(await done(await jobs!.enqueue('rebuild', 'one', 1, { id: 'before-cut' }))).toBe(1);
    await database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    );
    await delay(200);
    expect(await done(await jobs!.enqueue('rebuild', 'two', 2, { id: 'after-cut' }))).toBe(2);
  });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createJobs, type JobView } from '#libs/jobs';
import { createLogger, environmentOf } from '#libs/platform';
import { PROJECTION_QUEUE, verifyProjections } from '#libs/projections';
import {
  callData,
  captureData,
  moveData,
  person,
  StreamHistory,
  testDatabase,
  type TestDatabase,
  testEventLog,
  type TestEventLog,
} from '#libs/testing';
import { projections } from './projections.js';

/** The built process, as `serve` starts it. */
const MAIN = join(process.cwd(), 'dist/apps/projector/src/main.js');

let database: TestDatabase;
let eventLog: TestEventLog;
let projector: ChildProcess | null = null;
const dataDir = mkdtempSync(join(tmpdir(), 'leadledger-projector-'));

beforeAll(async () => {
  database = await testDatabase();
  eventLog = await testEventLog();
});
afterAll(async () => {
  await end('SIGKILL');
  await eventLog.close();
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(): Promise<void> {
  projector = spawn(process.execPath, [MAIN], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      ...environmentOf({
        dataDir,
        databaseUrl: database.url,
        eventStoreUrl: eventLog.url,
        streamPrefix: eventLog.prefix,
        logLevel: 'fatal',
        factsPartPositions: 100,
      }),
    },
  });
  const [line] = (await once(projector.stdout!, 'data')) as [Buffer];
  expect(JSON.parse(line.toString())).toEqual({ ready: true });
}

async function end(signal: NodeJS.Signals): Promise<void> {
  const child = projector;
  projector = null;
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

const lead = (id: number): StreamHistory =>
  new StreamHistory(`lead-${id}`)
    .add('lead.captured', captureData(String(id)), { knownAt: '2026-02-01T09:00:00Z' })
    .add('lead.assigned', moveData(person('Ana')), { knownAt: '2026-02-01T10:00:00Z' })
    .add('lead.follow-up-recorded', callData('Ana'), { knownAt: '2026-02-02T10:00:00Z' });

async function reached(position: number): Promise<void> {
  for (;;) {
    const { rows } = await database.pool.query<{ position: string }>('select min(position) as position from projection.checkpoint');
    if (Number(rows[0]!.position) >= position) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('the projector', () => {
  it('R0.12 killed in the middle of its work again and again, it has every event once, and live equals rebuilt', async () => {
    let written = 0;
    let writing = true;
    const writer = (async () => {
      while (writing) await lead(written++).appendTo(eventLog.log);
    })();
    for (let kill = 0; kill < 4; kill++) {
      await start();
      await new Promise((resolve) => setTimeout(resolve, 150 + 100 * kill));
      await end('SIGKILL');
    }
    writing = false;
    await writer;
    await start();
    await reached(3 * written);
    const { rows } = await database.pool.query<{ events: string; ids: string }>(
      'select count(*) as events, count(distinct event_id) as ids from read.log_entry',
    );
    expect(rows[0]).toEqual({ events: String(3 * written), ids: String(3 * written) });
    const verified = await verifyProjections({ log: eventLog.log, pool: database.pool, projections });
    expect(verified.equal).toBe(true);
  });

  it('rebuilds and verifies when it is asked through its queue, and ends cleanly when it is told to', async () => {
    const jobs = await createJobs({ databaseUrl: database.url, logger: createLogger({ logLevel: 'fatal' }, 'test') });
    const finished = async (what: 'rebuild' | 'verify'): Promise<JobView> => {
      const name = await jobs.enqueue(PROJECTION_QUEUE, what, { do: what, names: ['ownership'] }, { id: `test-${what}` });
      for (;;) {
        const job = await jobs.look(name);
        if (job?.state === 'done' || job?.state === 'failed') return job;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    try {
      expect(await finished('rebuild')).toMatchObject({ state: 'done', result: { projections: [{ name: 'ownership' }] } });
      expect(await finished('verify')).toMatchObject({ state: 'done', result: { equal: true } });
    } finally {
      await jobs.close();
    }
    const child = projector!;
    await end('SIGTERM');
    expect(child.exitCode).toBe(0);
  });
});

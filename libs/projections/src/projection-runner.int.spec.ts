import { ownershipProjection, leadCardProjection } from '#libs/leads';
import { organisationProjection } from '#libs/dispatch';
import {
  callData,
  captureData,
  moveData,
  person,
  pool as poolHolder,
  StreamHistory,
  testDatabase,
  type TestDatabase,
  testEventLog,
  type TestEventLog,
} from '#libs/testing';
import { prepareReadModels, ProjectionRunner, rebuild, verifyProjections, type SequenceProjection } from './index.js';

const projections: readonly SequenceProjection[] = [ownershipProjection, leadCardProjection, organisationProjection];

let database: TestDatabase;
let eventLog: TestEventLog;
const running: (() => Promise<void>)[] = [];

beforeEach(async () => {
  database = await testDatabase();
  eventLog = await testEventLog();
});
afterEach(async () => {
  for (const stop of running.splice(0)) await stop();
  await eventLog.close();
  await database.drop();
});

function start(): { runner: ProjectionRunner; stop: () => Promise<void> } {
  const controller = new AbortController();
  const runner = new ProjectionRunner({
    log: eventLog.log,
    pool: database.pool,
    projections,
    events: { onInterrupted: (error) => console.error(error) },
  });
  const done = runner.run(controller.signal);
  const stop = async () => {
    controller.abort();
    await done;
  };
  running.push(stop);
  return { runner, stop };
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (;;) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
const position = async (): Promise<number> => {
  const { rows } = await database.pool.query<{ position: string }>(`select position from read.checkpoint where name = 'spine'`);
  return Number(rows[0]?.position ?? 0);
};

const lead = (id: string): StreamHistory =>
  new StreamHistory(`lead-${id}`)
    .add('lead.captured', captureData(id, { externalId: `X-${id}` }), { knownAt: '2026-02-01T09:00:00Z' })
    .add('lead.assigned', moveData(person('Ana')), { knownAt: '2026-02-01T10:00:00Z' })
    .add('lead.follow-up-recorded', callData('Ana'), { knownAt: '2026-02-02T10:00:00Z' })
    .add('lead.released', moveData(poolHolder('North')), { knownAt: '2026-02-03T10:00:00Z' });

describe('the runner', () => {
  it('R0.12 live tables equal rebuilt ones', async () => {
    await prepareReadModels(database.pool, projections);
    start();
    for (let i = 0; i < 30; i++) await lead(String(i)).appendTo(eventLog.log);
    await until(async () => (await position()) === 120);
    const verified = await verifyProjections({ log: eventLog.log, pool: database.pool, projections });
    expect(verified).toMatchObject({ equal: true, position: 120 });
    const rebuilt = await rebuild({ log: eventLog.log, pool: database.pool, projections });
    expect(rebuilt).toMatchObject({ position: 120, events: 120 });
    const after = await verifyProjections({ log: eventLog.log, pool: database.pool, projections });
    expect(after.equal).toBe(true);
  });
});

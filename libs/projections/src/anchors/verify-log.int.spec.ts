import { type EventLog, type StoredEvent } from '#libs/event-store';
import {
  captureData,
  moveData,
  person,
  StreamHistory,
  testDatabase,
  type TestDatabase,
  testEventLog,
  type TestEventLog,
} from '#libs/testing';
import { anchorLog, prepareReadModels, ProjectionRunner, rebuild, verifyLog } from '../index.js';

const every = 10;
let database: TestDatabase;
let eventLog: TestEventLog;

beforeAll(async () => {
  database = await testDatabase();
  eventLog = await testEventLog();
  await prepareReadModels(database.pool, []);
  for (let i = 0; i < 8; i++) {
    const history = new StreamHistory(`lead-${i}`).add('lead.captured', captureData(String(i)), { knownAt: '2026-02-01T09:00:00Z' });
    for (const rep of ['Ana', 'Bo', 'Cy']) history.add('lead.transferred', moveData(person(rep), { reason: 'fair share' }));
    await history.appendTo(eventLog.log);
  }
  await follow(32);
});
afterAll(async () => {
  await eventLog.close();
  await database.drop();
});

/** Runs a projector until it stands at a position. */
async function follow(position: number, log: EventLog = eventLog.log): Promise<void> {
  const controller = new AbortController();
  const runner = new ProjectionRunner({
    log,
    pool: database.pool,
    projections: [],
    events: { onAdvanced: (place) => void (place.position >= position && controller.abort()) },
  });
  await runner.run(controller.signal);
}

/** The log once more, with one event changed on the way. */
async function copied(change: (event: StoredEvent, position: number) => StoredEvent | null): Promise<TestEventLog> {
  const copy = await testEventLog();
  const revisions = new Map<string, number>();
  let position = 0;
  for await (const original of eventLog.log.readAll()) {
    const event = change(original, ++position);
    if (!event) continue;
    const last = revisions.get(event.stream);
    await copy.log.append(event.stream, [event], last ?? 'no-stream');
    revisions.set(event.stream, (last ?? -1) + 1);
  }
  return copy;
}

describe('events verify', () => {
  it('anchors every due position once, however often and by however many it is called', async () => {
    const anchored = await Promise.all([
      anchorLog(eventLog.log, database.pool, { every }),
      anchorLog(eventLog.log, database.pool, { every }),
    ]);
    // Both may see to a position: the log takes the same events once.
    expect([...new Set(anchored.flat())].sort()).toEqual([10, 20, 30]);
    expect(await anchorLog(eventLog.log, database.pool, { every })).toEqual([]);
    await follow(35);
  });

  it('finds an untouched log valid, with its anchors', async () => {
    expect(await verifyLog({ log: eventLog.log, pool: database.pool, every })).toMatchObject({
      valid: true,
      events: 35,
      spinePosition: 35,
      anchors: 3,
      firstDifference: null,
    });
  });

  it('names the first position where an event was altered, and why', async () => {
    const altered = await copied((event, position) =>
      position === 14 ? { ...event, data: { ...event.data, reason: 'it was never so' } } : event,
    );
    const { valid, firstDifference } = await verifyLog({ log: altered.log, pool: database.pool, every });
    expect([valid, firstDifference?.position, firstDifference?.code]).toEqual([false, 14, 'EVENT_CHANGED']);
    await altered.close();
  });

  it('names the position from which the log is cut off, and the event that was exchanged', async () => {
    const cut = await copied((event, position) => (position > 33 ? null : event));
    expect((await verifyLog({ log: cut.log, pool: database.pool, every })).firstDifference).toMatchObject({
      position: 34,
      code: 'EVENT_MISSING',
    });
    await cut.close();
    const exchanged = await copied((event, position) =>
      position === 4 ? { ...event, id: '00000000-0000-4000-8000-000000000000' } : event,
    );
    expect((await verifyLog({ log: exchanged.log, pool: database.pool, every })).firstDifference).toMatchObject({
      position: 4,
      code: 'EVENT_REPLACED',
    });
    await exchanged.close();
  });

  it('does not let a spine pass that was rebuilt from an altered log: the first anchor after it differs', async () => {
    const altered = await copied((event, position) =>
      position === 14 ? { ...event, data: { ...event.data, reason: 'it was never so' } } : event,
    );
    const other = await testDatabase();
    await prepareReadModels(other.pool, []);
    await rebuild({ log: altered.log, pool: other.pool, projections: [] });
    const { valid, firstDifference } = await verifyLog({ log: altered.log, pool: other.pool, every });
    expect([valid, firstDifference?.position, firstDifference?.code]).toEqual([false, 20, 'ANCHOR_DIFFERS']);
    await altered.close();
    await other.drop();
  });

  it('tells a spine that was altered from a log that was', async () => {
    const other = await testDatabase();
    await prepareReadModels(other.pool, []);
    await rebuild({ log: eventLog.log, pool: other.pool, projections: [] });
    const { rows } = await other.pool.query<{ schema_name: string }>(`select schema_name from projection.checkpoint where name = 'spine'`);
    await other.pool.query(`update ${rows[0]!.schema_name}.log_entry set event = '{}' where position = 7`);
    expect((await verifyLog({ log: eventLog.log, pool: other.pool, every })).firstDifference).toMatchObject({
      position: 7,
      code: 'SPINE_CHANGED',
    });
    await other.drop();
  });
});

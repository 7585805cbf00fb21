import { organisationProjection } from '#libs/dispatch';
import { copyLog, type EventLog, positionToken, type SubscriptionMessage } from '#libs/event-store';
import { leadCardProjection, ownershipProjection } from '#libs/leads';
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
import { GENESIS_DIGEST, leafOf, nextDigest, type SealedEvent } from '#libs/contracts';
import {
  type Parked,
  prepareReadModels,
  ProjectionRunner,
  rebuild,
  type RunnerOptions,
  type SequenceProjection,
  verifyProjections,
  waitForPosition,
} from './index.js';
import { untilWanted } from './live/until-wanted.js';

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

function start(options: Partial<RunnerOptions> = {}): {
  runner: ProjectionRunner;
  stop: () => Promise<void>;
  interruptions: unknown[];
  parked: Parked[];
} {
  const controller = new AbortController();
  const interruptions: unknown[] = [];
  const parked: Parked[] = [];
  const { log } = eventLog;
  const { pool } = database;
  const runner = new ProjectionRunner({
    log,
    pool,
    projections,
    events: {
      onInterrupted: (error) => void interruptions.push(error),
      onParked: (one) => void parked.push(one),
      onStale: async (names) => void (await rebuild({ log, pool, projections: options.projections ?? projections, names })),
    },
    ...options,
  });
  const done = runner.run(controller.signal);
  const stop = async (): Promise<void> => {
    controller.abort();
    await done;
  };
  running.push(stop);
  return { runner, stop, interruptions, parked };
}

async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}
async function spineDigest(): Promise<string> {
  const { rows } = await database.pool.query<{ digest: string }>(
    `select encode(digest, 'hex') as digest from read.log_entry order by position desc limit 1`,
  );
  return rows[0]!.digest;
}
async function reached(position: number): Promise<void> {
  await until(async () => {
    const { rows } = await database.pool
      .query<{ position: string }>(`select min(position) as position from projection.checkpoint`)
      .catch(() => ({ rows: [] }));
    return Number(rows[0]?.position ?? 0) >= position;
  });
}
const equalToRebuilt = async (): Promise<void> => {
  const { equal, projections: found } = await verifyProjections({ log: eventLog.log, pool: database.pool, projections });
  expect({ equal, found: equal ? [] : found }).toEqual({ equal: true, found: [] });
};

const lead = (id: string): StreamHistory =>
  new StreamHistory(`lead-${id}`)
    .add('lead.captured', captureData(id, { externalId: `X-${id}` }), { knownAt: '2026-02-01T09:00:00Z' })
    .add('lead.assigned', moveData(person('Ana')), { knownAt: '2026-02-01T10:00:00Z' })
    .add('lead.follow-up-recorded', callData('Ana'), { knownAt: '2026-02-02T10:00:00Z' })
    .add('lead.released', moveData(poolHolder('North')), { knownAt: '2026-02-03T10:00:00Z' });

describe('the runner', () => {
  it('R0.12 live tables equal rebuilt ones, before and after the switch to the rebuilt', async () => {
    await prepareReadModels(database.pool, projections);
    start();
    const leads = Array.from({ length: 30 }, (_, i) => lead(String(i)));
    for (const each of leads) await each.appendTo(eventLog.log);
    await reached(120);
    for (const each of leads) await each.add('lead.transferred', moveData(person('Bo'))).appendTo(eventLog.log);
    await reached(150);
    await equalToRebuilt();
    expect(await rebuild({ log: eventLog.log, pool: database.pool, projections })).toMatchObject({ position: 150, events: 150 });
    await equalToRebuilt();
    await lead('after').appendTo(eventLog.log);
    await reached(154);
    await equalToRebuilt();
  });

  it('R0.12 text of every kind is the same live and rebuilt: tabs, line ends, backslashes, quotes, U+0000', async () => {
    start();
    const reasons = ['a\tb\r\nc', '\\N', 'a \\t b \\\\', '“it’s” "quoted"', '{"json": "\\u0000"}', 'nul \0 nul', '🙂 日本', '\\.'];
    for (const [index, reason] of reasons.entries()) {
      await new StreamHistory(`lead-${index}`)
        .add('lead.captured', captureData(String(index), { externalId: reason.replaceAll('\0', '') }), { knownAt: '2026-02-01T09:00:00Z' })
        .add('lead.assigned', moveData(person('Ana'), { reason }))
        .appendTo(eventLog.log);
    }
    await reached(2 * reasons.length);
    const rows = await database.pool.query<{ reason: string }>(
      `select reason from read.ownership_period where cause = 'assigned' order by lead collate "C"`,
    );
    expect(rows.rows.map(({ reason }) => reason)).toEqual(reasons.map((reason) => reason.replaceAll('\0', '\ufffd')));
    await equalToRebuilt();
  });

  it('R0.6 the table refuses two holders of one lead at one instant', async () => {
    start();
    await lead('1').appendTo(eventLog.log);
    await reached(4);
    const { rows } = await database.pool.query<{ schema_name: string }>(
      `select schema_name from projection.checkpoint where name = 'ownership'`,
    );
    const again = database.pool.query(
      `insert into ${rows[0]!.schema_name}.ownership_period
       select stream, lead, event_id, 'person', 'Bo', 'Bo', team, effective, known, positions, since_value, since_precision, until_value,
              until_precision, cause, decision, actor, reason, recorded_at from read.ownership_period limit 1`,
    );
    await expect(again).rejects.toMatchObject({ code: '23P01' });
  });

  it('numbers our events densely in log order and chains them', async () => {
    start();
    for (let i = 0; i < 5; i++) await lead(String(i)).appendTo(eventLog.log);
    await reached(20);
    const { rows } = await database.pool.query<{ position: string; event: SealedEvent; leaf: string; digest: string }>(
      `select position, event, encode(leaf, 'hex') as leaf, encode(digest, 'hex') as digest from read.log_entry order by position`,
    );
    expect(rows.map(({ position }) => Number(position))).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    let digest = GENESIS_DIGEST;
    for (const row of rows) {
      digest = nextDigest(digest, leafOf(row.event));
      expect([row.leaf, row.digest]).toEqual([leafOf(row.event), digest]);
    }
  });

  it('T23 two projectors at once write every event once: one leads, and the other takes over when it ends', async () => {
    const first = start();
    await lead('1').appendTo(eventLog.log);
    await reached(4);
    start();
    await first.stop();
    await lead('2').appendTo(eventLog.log);
    await reached(8);
    await equalToRebuilt();
  });

  it('a runner that loses the race for a checkpoint writes nothing and finds its place again', async () => {
    const { interruptions } = start();
    await lead('1').appendTo(eventLog.log);
    await reached(4);
    // Another writer takes the next batch while this one thinks it is at position 4.
    const { BatchWriter } = await import('./live/batch-writer.js');
    const { readCheckpoints } = await import('./generations/checkpoint.js');
    const head = (await readCheckpoints(database.pool)).get('spine')!;
    const stale = { ...head, position: 3, eventId: null };
    const event = await firstOf(eventLog.log.readAll());
    const writer = new BatchWriter(database.pool, projections);
    expect(await writer.write(stale, [event])).toEqual({ kind: 'lost', names: ['spine'] });
    await writer.close();
    await lead('2').appendTo(eventLog.log);
    await reached(8);
    expect(interruptions).toEqual([]);
    await equalToRebuilt();
  });

  it('a poison event parks its lead with the reason, the others go on, and a rebuild stops on it', async () => {
    const poisoned: SequenceProjection = {
      ...ownershipProjection,
      rowsOf: (stream, events) => {
        if (events.some(({ type, revision }) => stream === 'lead-bad' && type === 'lead.follow-up-recorded' && revision === 2))
          throw new Error('cannot be read');
        return ownershipProjection.rowsOf(stream, events);
      },
    };
    const all = [poisoned, leadCardProjection, organisationProjection];
    const { parked } = start({ projections: all });
    const good = lead('good');
    await good.appendTo(eventLog.log);
    await lead('bad').appendTo(eventLog.log);
    await good.add('lead.transferred', moveData(person('Cy'))).appendTo(eventLog.log);
    await reached(9);
    const rows = await database.pool.query('select name, stream, position, reason from read.parked');
    expect(rows.rows).toEqual([{ name: 'ownership', stream: 'lead-bad', position: '7', reason: 'cannot be read' }]);
    expect(parked).toHaveLength(1);
    const owners = await database.pool.query(
      `select owner from read.ownership_period where lead = 'good' and upper_inf(positions) and upper(effective) = 'infinity'`,
    );
    expect(owners.rows).toEqual([{ owner: 'Cy' }]);
    await expect(rebuild({ log: eventLog.log, pool: database.pool, projections: all })).rejects.toMatchObject({
      code: 'PROJECTION.POISON',
    });
    // Corrected, it is rebuilt and nothing is parked any more.
    await rebuild({ log: eventLog.log, pool: database.pool, projections });
    expect((await database.pool.query('select from read.parked')).rowCount).toBe(0);
    await equalToRebuilt();
  });

  it('rows that PostgreSQL refuses park their sequence alone', async () => {
    const refused: SequenceProjection = {
      ...leadCardProjection,
      rowsOf: (stream, events) => {
        const rows = leadCardProjection.rowsOf(stream, events);
        return stream === 'lead-bad' ? { ...rows, lead: [{ ...rows['lead']![0]!, settled_at: 'no time at all' }] } : rows;
      },
    };
    start({ projections: [ownershipProjection, refused, organisationProjection] });
    await lead('bad').appendTo(eventLog.log);
    await lead('good').appendTo(eventLog.log);
    await reached(8);
    expect((await database.pool.query('select stream from read.parked')).rows).toEqual([{ stream: 'lead-bad' }]);
    expect((await database.pool.query('select lead from read.lead')).rows).toEqual([{ lead: 'good' }]);
  });

  describe('an import that brings more than the log held before', () => {
    const started = (): StreamHistory =>
      new StreamHistory('import-crm-1').add('import.started', { importId: 'crm-1', mapping: 'crm', mappingHash: 'x', files: [] });
    const imported = (id: string): StreamHistory => {
      const history = new StreamHistory(`lead-${id}`).add('lead.captured', captureData(id), { importId: 'crm-1' });
      for (let i = 0; i < 9; i++) history.add('lead.assigned', moveData(person(`Rep ${i}`)), { importId: 'crm-1' });
      return history;
    };
    const totals = { rows: 1, accepted: 1, rejected: 0, leads: 1, events: 1 };
    const generationOf = async (name: string): Promise<string> => {
      const { rows } = await database.pool.query<{ schema_name: string }>('select schema_name from projection.checkpoint where name = $1', [
        name,
      ]);
      return rows[0]!.schema_name;
    };

    it('is built anew once it is complete, while the old rows answer; nothing is lost, also not what people do meanwhile', async () => {
      start({ leastHistory: 50 });
      await lead('1').appendTo(eventLog.log);
      await reached(4);
      const before = await generationOf('ownership');
      const history = started();
      await history.appendTo(eventLog.log);
      for (let i = 0; i < 10; i++) await imported(`i${i}`).appendTo(eventLog.log);
      // The batch in which the import becomes the larger part is still written.
      await reached(4 + 1 + 51);
      for (let i = 10; i < 20; i++) await imported(`i${i}`).appendTo(eventLog.log);
      await lead('meanwhile').appendTo(eventLog.log);
      await history.add('import.completed', totals).appendTo(eventLog.log);
      await reached(4 + 1 + 200 + 4 + 1);
      expect(await generationOf('ownership')).not.toBe(before);
      await lead('after').appendTo(eventLog.log);
      await reached(4 + 1 + 200 + 4 + 1 + 4);
      await equalToRebuilt();
    });

    it('does not keep waiting who waits for what the read models do not have yet', async () => {
      await prepareReadModels(database.pool, projections);
      await started().appendTo(eventLog.log);
      const wait = untilWanted({ log: eventLog.log, pool: database.pool }, 'crm-1', new AbortController().signal, {
        lookMs: 10,
        restMs: Infinity,
        longestMs: Infinity,
      });
      const outcome = await lead('1')
        .appendTo(eventLog.log)
        .then(() => eventLog.log.append('lead-1', [], 'any'));
      const token = outcome.kind === 'appended' ? positionToken(outcome.storePosition) : '';
      await expect(waitForPosition(database.pool, token, 1_000)).rejects.toMatchObject({ code: 'READ.TIMED_OUT' });
      await wait;
    });

    it('is followed where it cannot be built in one piece: what nobody can read is parked, the rest is there', async () => {
      const poisoned: SequenceProjection = {
        ...ownershipProjection,
        rowsOf: (stream, events) => {
          if (stream === 'lead-i19') throw new Error('cannot be read');
          return ownershipProjection.rowsOf(stream, events);
        },
      };
      const { interruptions } = start({ leastHistory: 50, projections: [poisoned, leadCardProjection, organisationProjection] });
      const history = started();
      await history.appendTo(eventLog.log);
      for (let i = 0; i < 20; i++) await imported(`i${i}`).appendTo(eventLog.log);
      await history.add('import.completed', totals).appendTo(eventLog.log);
      await reached(202);
      expect((await database.pool.query('select stream from read.parked')).rows).toEqual([{ stream: 'lead-i19' }]);
      expect((await database.pool.query('select from read.lead')).rowCount).toBe(20);
      expect(interruptions.length).toBeLessThanOrEqual(1);
    });
  });

  it('an event appended during the switch is not lost', async () => {
    start();
    for (let i = 0; i < 40; i++) await lead(`before-${i}`).appendTo(eventLog.log);
    await reached(160);
    let written = 0;
    let writing = true;
    const writer = (async () => {
      while (writing) await lead(`during-${written++}`).appendTo(eventLog.log);
    })();
    for (let i = 0; i < 3; i++)
      await rebuild({ log: eventLog.log, pool: database.pool, projections, ...(i === 1 && { names: ['ownership'] }) });
    writing = false;
    await writer;
    await reached(160 + 4 * written);
    const { rows } = await database.pool.query<{ leads: string }>('select count(distinct lead) as leads from read.ownership_period');
    expect(Number(rows[0]!.leads)).toBe(40 + written);
    await equalToRebuilt();
  });

  it('a log moved to another server is recognised, and the place is found again by our position', async () => {
    const { stop } = start();
    for (let i = 0; i < 4; i++) await lead(String(i)).appendTo(eventLog.log);
    await reached(16);
    await stop();
    // The same events under other store positions: copied to another log, which already holds other people's events.
    const moved = await testEventLog();
    try {
      expect(await copyLog({ from: eventLog, to: moved })).toMatchObject({ events: 16, copied: 16, digest: await spineDigest() });
      const next = start({ log: moved.log });
      await lead('new').appendTo(moved.log);
      await reached(20);
      await next.stop();
      const { equal } = await verifyProjections({ log: moved.log, pool: database.pool, projections });
      expect(equal).toBe(true);
    } finally {
      await moved.close();
    }
  });

  it('another log under the same read models is refused, saying what to do', async () => {
    const { stop } = start();
    await lead('1').appendTo(eventLog.log);
    await reached(4);
    await stop();
    const other = await testEventLog();
    try {
      await lead('2').appendTo(other.log);
      const { interruptions } = start({ log: other.log });
      await until(() => interruptions.length > 0);
      expect(interruptions[0]).toMatchObject({ code: 'LOG.DIFFERS' });
    } finally {
      for (const each of running.splice(0)) await each();
      await other.close();
    }
  });

  it('a subscription that died silently is noticed and taken up again', async () => {
    let subscriptions = 0;
    const deaf: EventLog = {
      ...eventLog.log,
      subscribe: (options) => (subscriptions++ === 0 ? silent(options.signal) : eventLog.log.subscribe(options)),
    };
    const { interruptions } = start({ log: deaf, silenceMs: 200 });
    await lead('1').appendTo(eventLog.log);
    await reached(4);
    expect(subscriptions).toBeGreaterThan(1);
    expect(String(interruptions[0])).toMatch(/silent/);
    await equalToRebuilt();
  });

  it('a subscription that the server drops is taken up again from the checkpoint', async () => {
    let subscriptions = 0;
    const dropping: EventLog = {
      ...eventLog.log,
      subscribe: (options) => (subscriptions++ < 3 ? dropped(eventLog.log.subscribe(options), 3) : eventLog.log.subscribe(options)),
    };
    start({ log: dropping });
    for (let i = 0; i < 5; i++) await lead(String(i)).appendTo(eventLog.log);
    await reached(20);
    await equalToRebuilt();
  });

  it('wait-for answers once the rows of a command are there, or in time with a clear problem', async () => {
    start();
    const history = lead('1');
    await history.appendTo(eventLog.log);
    let token = '';
    for await (const { storePosition } of eventLog.log.readStream(history.stream, { backwards: true, limit: 1 }))
      token = positionToken(storePosition);
    await waitForPosition(database.pool, token, 10_000);
    expect((await database.pool.query('select from read.lead')).rowCount).toBe(1);
    const never = positionToken({ commit: 1n << 60n, prepare: 1n << 60n });
    await expect(waitForPosition(database.pool, never, 50)).rejects.toMatchObject({ status: 504, code: 'READ.TIMED_OUT' });
    await expect(waitForPosition(database.pool, 'nonsense', 50)).rejects.toMatchObject({ code: 'TOKEN.MALFORMED' });
  });

  it('a projection of a newer version is built from the log at the start, and the old rows serve until then', async () => {
    const { stop } = start();
    await lead('1').appendTo(eventLog.log);
    await reached(4);
    await stop();
    const newer = projections.map((projection) =>
      projection.name === 'ownership' ? { ...projection, version: projection.version + 1 } : projection,
    );
    expect(await prepareReadModels(database.pool, newer)).toEqual(['ownership']);
    expect((await database.pool.query('select from read.ownership_period')).rowCount).toBeGreaterThan(0);
    start({ projections: newer });
    await lead('2').appendTo(eventLog.log);
    const version = newer.find(({ name }) => name === 'ownership')!.version;
    const built = `select from projection.checkpoint where name = 'ownership' and version = $1 and position = 8`;
    await until(async () => (await database.pool.query(built, [version])).rowCount === 1);
    await equalToRebuilt();
  });
});

async function firstOf<T>(items: AsyncIterable<T>): Promise<T> {
  for await (const item of items) return item;
  throw new Error('Empty');
}

/** Connected, and never heard of again. */
async function* silent(signal: AbortSignal): AsyncGenerator<SubscriptionMessage> {
  yield { kind: 'caught-up' };
  await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
}

async function* dropped(source: AsyncIterable<SubscriptionMessage>, after: number): AsyncGenerator<SubscriptionMessage> {
  let count = 0;
  for await (const message of source) {
    if (message.kind === 'event' && count++ >= after) throw new Error('The server dropped a slow subscriber');
    yield message;
  }
}

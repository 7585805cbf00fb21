import fc from 'fast-check';
import { organisationProjection } from '#libs/dispatch';
import { ProjectionRunner, type SequenceProjection } from '#libs/projections';
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
import {
  type ClockQuery,
  holdingsAt,
  leadAt,
  leadCardProjection,
  leadHistory,
  type OwnerAnswer,
  type OwnersLine,
  ownerAt,
  ownershipProjection,
  ownersAt,
  personProjection,
  poolAt,
  portfolioAt,
  repQueueAt,
} from '../index.js';

const projections: readonly SequenceProjection[] = [ownershipProjection, leadCardProjection, personProjection, organisationProjection];
const z = (text: string): string => `2026-${text.replace(' ', 'T')}${text.length === 11 ? ':00' : ''}.000Z`;
const NOW = new Date('2026-04-01T00:00:00.000Z');

/** "Owner on two clocks" of the worked examples, under positions 1 to 7. */
const workedExample = (id: string, until: string | null = null): StreamHistory =>
  new StreamHistory(`lead-${id}`)
    .add('lead.captured', captureData(id, { externalId: `ext-${id}`, personId: 'p-1' }), { knownAt: z('02-28 09:00:00') })
    .add('lead.assigned', moveData(person('Ana'), { team: 'South' }), {
      knownAt: z('02-28 09:00:05'),
      policy: { name: 'social', version: 4 },
      decisionId: 'd-1',
    })
    .add('lead.follow-up-recorded', callData('Bo'), { knownAt: z('03-03 15:05'), occurredAt: z('03-03 15:00'), by: 'Bo' })
    .add('lead.transferred', moveData(person('Cy'), { previous: person('Ana'), reason: 'Ana is in training' }), {
      knownAt: z('03-04 10:00'),
      by: 'Mia',
    })
    .add(
      'lead.ownership-corrected',
      { to: person('Bo'), team: null, until, reason: 'entered late' },
      { knownAt: z('03-06 16:00'), occurredAt: z('03-02 08:00'), by: 'Mia' },
    )
    .add('lead.recycled', moveData(poolHolder('North'), { previous: person('Cy') }), {
      knownAt: z('03-20 00:05'),
      occurredAt: z('03-20 00:00'),
    })
    .add('lead.claimed', moveData(person('Di'), { previous: poolHolder('North') }), { knownAt: z('03-21 11:00'), by: 'Di' });

let database: TestDatabase;
let eventLog: TestEventLog;
let stop: () => Promise<void>;
let written = 0;

beforeAll(async () => {
  database = await testDatabase();
  eventLog = await testEventLog();
  const controller = new AbortController();
  const runner = new ProjectionRunner({ log: eventLog.log, pool: database.pool, projections });
  const done = runner.run(controller.signal);
  stop = async () => {
    controller.abort();
    await done;
  };
  await write(workedExample('1'));
  await write(workedExample('2', z('03-05 12:00')));
  await write(
    new StreamHistory('rep-Ana')
      .add('rep.joined', { repId: 'Ana', name: 'Ana Alder', attributes: {} }, { knownAt: z('01-01 00:00') })
      .add('rep.team-joined', { team: 'South' }),
  );
  await write(
    new StreamHistory('team-South').add(
      'team.created',
      { teamId: 'South', name: 'Team South', attributes: {} },
      { knownAt: z('01-01 00:00') },
    ),
  );
  await write(
    new StreamHistory('pool-North').add('pool.created', { poolId: 'North', name: 'Pool North', team: null }, { knownAt: z('01-01 00:00') }),
  );
});
afterAll(async () => {
  await stop();
  await eventLog.close();
  await database.drop();
});

async function write(history: StreamHistory): Promise<void> {
  await history.appendTo(eventLog.log);
  written += history.toAppend().length;
  for (;;) {
    const { rows } = await database.pool
      .query<{ position: string }>(`select min(position) as position from projection.checkpoint`)
      .catch(() => ({ rows: [] }));
    if (Number(rows[0]?.position ?? 0) >= written) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
const context = () => ({
  pool: database.pool,
  now: NOW,
  contacts: { personsWith: async (_: string, text: string) => (text === '+49301234' ? ['p-1'] : []) },
});
const owner = async (ref: string, at: string, clocks: ClockQuery = {}): Promise<OwnerAnswer> =>
  (await ownerAt(context(), ref, { at: z(at), ...clocks })) as OwnerAnswer;

describe('the owner on two clocks, asked of the tables', () => {
  it.each([
    ['02-28 09:00:02', {}, { holder: 'pool', holderId: 'intake', owner: null, cause: 'capture' }],
    [
      '03-01 12:00',
      {},
      { owner: 'Ana', ownerName: 'Ana Alder', team: 'South', teamName: 'Team South', cause: 'social@4', decision: 'd-1' },
    ],
    [
      '03-03 12:00',
      {},
      {
        owner: 'Bo',
        cause: 'correction',
        since: z('03-02 08:00'),
        until: z('03-04 10:00'),
        actor: { id: 'Mia' },
        reason: 'entered late',
        recordedAt: z('03-06 16:00'),
      },
    ],
    ['03-03 12:00', { knownAt: z('03-05 00:00') }, { owner: 'Ana', until: z('03-04 10:00'), knownAt: z('03-05 00:00') }],
    ['03-03 12:00', { position: '4' }, { owner: 'Ana', position: '4' }],
    ['03-05 00:00', {}, { owner: 'Cy', cause: 'transfer', since: z('03-04 10:00'), until: z('03-20 00:00') }],
    ['03-20 12:00', {}, { holder: 'pool', holderId: 'North', holderName: 'Pool North', owner: null, cause: 'recycle' }],
    ['03-20 00:02', { knownAt: z('03-20 00:02') }, { owner: 'Cy', until: null }],
    ['03-22 00:00', { knownAt: z('03-20 23:00') }, { holder: 'pool', holderId: 'North', until: null, untilPrecision: null }],
    ['03-22 00:00', {}, { owner: 'Di', cause: 'claim', until: null }],
    ['03-03 15:00', {}, { owner: 'Bo' }],
    ['03-03 15:00', { knownAt: z('03-05 00:00') }, { owner: 'Ana' }],
  ])('R0.7 R5.1 at %s %j', async (at, clocks, expected) => {
    expect(await owner('crm:ext-1', at, clocks)).toMatchObject({ lead: '1', externalId: 'ext-1', at: z(at), ...expected });
  });

  it('R0.7 at 03-05 00:00, had the correction said "until 03-05 12:00", Bo; Cy from 03-05 12:00', async () => {
    expect(await owner('2', '03-05 00:00')).toMatchObject({ owner: 'Bo', until: z('03-05 12:00') });
    expect(await owner('2', '03-05 12:00')).toMatchObject({ owner: 'Cy', since: z('03-05 12:00') });
  });

  it('R0.21 a phone number names all leads of its person, and says where their owners differ', async () => {
    const answers = (await ownerAt(context(), 'phone:+49301234', { at: z('03-05 00:00') })) as readonly OwnerAnswer[];
    expect(answers.map((answer) => [answer.lead, answer.owner, answer.collision])).toEqual([
      ['1', 'Cy', true],
      ['2', 'Bo', true],
    ]);
    expect(await ownerAt(context(), 'person:p-1', { at: z('03-22 00:00') })).toMatchObject([{ collision: false }, { collision: false }]);
    await expect(ownerAt(context(), 'phone:+490000', {})).rejects.toMatchObject({ code: 'PERSON.NOT_FOUND' });
  });

  it('every kind of question that has no answer says why and what to ask instead', async () => {
    await expect(ownerAt(context(), 'nobody')).rejects.toMatchObject({ status: 404, code: 'LEAD.NOT_FOUND' });
    await expect(owner('1', '02-01 00:00')).rejects.toMatchObject({ status: 404, code: 'LEAD.NOT_CAPTURED' });
    await expect(owner('1', '03-01 00:00', { knownAt: z('02-01 00:00') })).rejects.toMatchObject({ status: 404, code: 'LEAD.NOT_KNOWN' });
    await expect(ownerAt(context(), '1', { at: '2027-01-01T00:00:00Z' })).rejects.toMatchObject({ status: 422, code: 'TIME.IN_FUTURE' });
    await expect(ownerAt(context(), '1', { at: '3 March', knownAt: 'soon', position: '99999' })).rejects.toMatchObject({
      status: 422,
      violations: [{ code: 'TIME.MALFORMED' }, { code: 'TIME.MALFORMED' }, { code: 'POSITION.BEYOND_LOG' }],
    });
    await expect(ownerAt(context(), '1', { at: '2026-03-03T12:00:00 01:00' })).rejects.toMatchObject({
      violations: [{ code: 'TIME.MALFORMED', message: expect.stringContaining('%2B') }],
    });
    await expect(ownerAt(context(), '1', { at: z('03-01 00:00'), position: '3', knownAt: z('03-01 00:00') })).rejects.toMatchObject({
      code: 'CLOCK.TWICE',
    });
    await expect(ownerAt(context(), '1', { position: '0' })).rejects.toMatchObject({ code: 'POSITION.MALFORMED' });
    await expect(repQueueAt(context(), 'Nobody')).rejects.toMatchObject({ code: 'REP.NOT_FOUND' });
    await expect(poolAt(context(), 'Nowhere')).rejects.toMatchObject({ code: 'POOL.NOT_FOUND' });
  });

  it('T13 R0.22 a hand-over or a change of team today leaves the answers about last month as they were', async () => {
    const before = [await owner('1', '03-01 12:00'), await repQueueAt(context(), 'Ana', { at: z('03-01 12:00') })];
    await write(
      new StreamHistory('rep-Ana2').add('rep.joined', { repId: 'Ana2', name: 'Ana Two', attributes: {} }, { knownAt: z('03-30 00:00') }),
    );
    const moved = new StreamHistory('lead-3')
      .add('lead.captured', captureData('3'), { knownAt: z('02-20 00:00') })
      .add('lead.assigned', moveData(person('Eve'), { team: 'South' }));
    await write(moved);
    const march = await owner('3', '03-01 12:00');
    await write(
      new StreamHistory('rep-Eve')
        .add('rep.joined', { repId: 'Eve', name: 'Eve', attributes: {} }, { knownAt: z('03-29 00:00') })
        .add('rep.team-joined', { team: 'North' }),
    );
    await moved.add('lead.transferred', moveData(person('Ana'), { team: 'North' }), { knownAt: z('03-31 00:00') }).appendTo(eventLog.log);
    written++;
    await write(new StreamHistory('team-Last').add('team.created', { teamId: 'Last', name: 'Last', attributes: {} }));
    const unaffected = ({ position: _, ownerName: __, until: ___, untilPrecision: ____, holderName: _____, ...answer }: OwnerAnswer) =>
      answer;
    expect(unaffected(await owner('3', '03-01 12:00'))).toEqual(unaffected(march));
    expect(march.team).toBe('South');
    const after = [await owner('1', '03-01 12:00'), await repQueueAt(context(), 'Ana', { at: z('03-01 12:00') })];
    expect(after.map((answer) => ({ ...answer, position: '' }))).toEqual(before.map((answer) => ({ ...answer, position: '' })));
  });

  it('history gives every event on both clocks with its cause, and T14 keeps what was retracted', async () => {
    await write(
      new StreamHistory('lead-undone')
        .add('lead.captured', captureData('undone', { externalId: 'gone' }), { knownAt: z('03-10 00:00'), importId: 'old-1' })
        .add('lead.assigned', moveData(person('Ana')), { importId: 'old-1' })
        .add('lead.import-retracted', { importId: 'old-1' }, { knownAt: z('03-12 00:00') }),
    );
    await expect(owner('crm:gone', '03-11 00:00')).rejects.toMatchObject({ code: 'LEAD.RETRACTED' });
    expect(await owner('crm:gone', '03-11 00:00', { knownAt: z('03-11 00:00') })).toMatchObject({ owner: 'Ana', until: null });
    const lines = await leadHistory(context(), 'crm:gone');
    expect(lines.map(({ type, cause, retracted }) => [type, cause, retracted])).toEqual([
      ['lead.captured', 'capture', true],
      ['lead.assigned', 'assigned', true],
      ['lead.import-retracted', null, false],
    ]);
    expect((await leadHistory(context(), '1')).map(({ cause }) => cause)).toEqual([
      'capture',
      'social@4',
      null,
      'transfer',
      'correction',
      'recycle',
      'claim',
    ]);
  });

  it('R6.1 of an import that was undone and repeated, each time is answered by the lead that stood then, under its own name', async () => {
    const first = written;
    await write(
      new StreamHistory('lead-once')
        .add('lead.captured', captureData('once', { externalId: 'twice', holder: person('Ana') }), {
          knownAt: z('03-10 00:00'),
          importId: 'up-1',
        })
        .add('lead.import-retracted', { importId: 'up-1' }, { knownAt: z('03-12 00:00') }),
    );
    await write(
      new StreamHistory('lead-again').add('lead.captured', captureData('again', { externalId: 'twice', holder: person('Bo') }), {
        knownAt: z('03-14 00:00'),
        importId: 'up-2',
      }),
    );
    const asked = (clocks: ClockQuery) => owner('crm:twice', '03-20 00:00', clocks);
    expect(await asked({ position: first + 1 })).toMatchObject({ lead: 'once', externalId: 'twice', owner: 'Ana' });
    await expect(asked({ position: first + 2 })).rejects.toMatchObject({ code: 'LEAD.RETRACTED' });
    await expect(asked({ knownAt: z('03-13 00:00') })).rejects.toMatchObject({ code: 'LEAD.RETRACTED' });
    expect(await asked({})).toMatchObject({ lead: 'again', owner: 'Bo' });

    const known = async (clocks: ClockQuery) => ({
      lead: await leadAt(context(), 'crm:twice', clocks).then((card) => ('lead' in card ? card.lead : card)),
      history: (await leadHistory(context(), 'crm:twice', clocks)).map(({ lead }) => lead),
    });
    expect(await known({ knownAt: z('03-11 00:00') })).toEqual({ lead: 'once', history: ['once'] });
    expect(await known({ position: first + 3 })).toEqual({ lead: 'again', history: ['again'] });

    const lines: OwnersLine[] = [];
    for await (const line of ownersAt(context(), { at: z('03-20 00:00'), position: first + 1 })) lines.push(line);
    expect(lines).toContainEqual(expect.objectContaining({ lead: 'once', externalId: 'twice' }));
  });

  it('T16 R0.3 a change of attributes does not reset idle time, a call does', async () => {
    const history = new StreamHistory('lead-idle')
      .add('lead.captured', captureData('idle'), { knownAt: z('03-01 00:00') })
      .add('lead.attributes-changed', { attributes: { size: 5 } }, { knownAt: z('03-05 00:00') });
    await write(history);
    expect(await leadAt(context(), 'idle', { at: z('03-06 00:00') })).toMatchObject({
      idleSeconds: 5 * 86_400,
      attributes: { size: 5 },
      untouched: true,
    });
    await history
      .add('lead.follow-up-recorded', callData('Ana', { automatic: true }), { knownAt: z('03-07 00:00') })
      .add('lead.follow-up-recorded', callData('Ana'), { knownAt: z('03-08 00:00') })
      .appendTo(eventLog.log);
    written += 2;
    await write(new StreamHistory('team-Next').add('team.created', { teamId: 'Next', name: 'Next', attributes: {} }));
    expect(await leadAt(context(), 'idle', { at: z('03-07 12:00') })).toMatchObject({
      idleSeconds: 6.5 * 86_400,
      untouched: true,
      followUps: 1,
    });
    expect(await leadAt(context(), 'idle', { at: z('03-09 00:00') })).toMatchObject({
      idleSeconds: 86_400,
      untouched: false,
      followUps: 2,
    });
  });
});

describe('queues and totals of a generated history', () => {
  const REPS = ['r1', 'r2', 'r3'];
  const POOLS = ['intake', 'p1'];
  const minute = (n: number): string => new Date(Date.parse('2026-01-05T00:00:00Z') + n * 60_000).toISOString();
  const holder = fc.oneof(fc.constantFrom(...REPS).map(person), fc.constantFrom(...POOLS).map(poolHolder));
  const step = fc.record({
    what: fc.constantFrom(
      'assigned',
      'transferred',
      'released',
      'claimed',
      'corrected',
      'follow-up',
      'planned',
      'won',
      'lost',
      'reopened',
      'stage',
    ),
    to: holder,
    by: fc.constantFrom(...REPS),
    gap: fc.integer({ min: 0, max: 600 }),
    late: fc.integer({ min: 0, max: 900 }),
    length: fc.option(fc.integer({ min: 1, max: 300 })),
  });

  function history(id: string, start: number, steps: readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[]): StreamHistory {
    let known = start;
    const stream = new StreamHistory(`lead-${id}`).add('lead.captured', captureData(id), { knownAt: minute(known) });
    for (const { what, to, by, gap, late, length } of steps) {
      known += gap;
      const said = { knownAt: minute(known), occurredAt: minute(Math.max(start, known - late)) };
      const length2 = length === null ? null : minute(Math.max(start, known - late) + length);
      if (what === 'corrected') stream.add('lead.ownership-corrected', { to, team: null, until: length2, reason: 'r' }, said);
      else if (what === 'follow-up') stream.add('lead.follow-up-recorded', callData(by), said);
      else if (what === 'planned')
        stream.add('lead.next-action-planned', { actionId: `a-${known}`, action: 'call back', dueAt: minute(known + late), by }, said);
      else if (what === 'won') stream.add('lead.won', { value: null, reason: null }, said);
      else if (what === 'lost') stream.add('lead.lost', { reason: null }, said);
      else if (what === 'reopened') stream.add('lead.reopened', { reason: null }, said);
      else if (what === 'stage') stream.add('lead.stage-entered', { stage: 's', process: null, previous: null }, said);
      else stream.add(`lead.${what}` as 'lead.assigned', moveData(to), said);
    }
    return stream;
  }

  const moments: ClockQuery[] = [];
  beforeAll(async () => {
    const histories = fc.sample(fc.tuple(fc.integer({ min: 0, max: 2_000 }), fc.array(step, { maxLength: 12 })), { numRuns: 80, seed: 42 });
    const streams = histories.map(([start, steps], index) => history(`g${index}`, start, steps));
    for (const stream of streams) {
      await stream.appendTo(eventLog.log);
      written += stream.toAppend().length;
    }
    await write(new StreamHistory('team-G').add('team.created', { teamId: 'G', name: 'G', attributes: {} }));
    for (const n of [500, 1_500, 2_500, 4_000, 9_000]) {
      moments.push(
        { at: minute(n) },
        { at: minute(n), knownAt: minute(n) },
        { at: minute(n), knownAt: minute(n + 400) },
        { at: minute(n), position: String(Math.min(written, n / 5)) },
      );
    }
    moments.push({});
  });

  it('R0.25 manager totals are the sum of the queues and pools at the same moment, on both clocks', async () => {
    for (const moment of moments) {
      const { live, holdings } = await holdingsAt(context(), moment);
      let sum = 0;
      for (const { holder: kind, holderId, leads } of await totals(holdings)) {
        const rows =
          kind === 'person' ? (await repQueueAt(context(), holderId, moment)).rows : (await poolAt(context(), holderId, moment)).rows;
        expect([kind, holderId, rows.length]).toEqual([kind, holderId, leads]);
        sum += rows.length;
      }
      expect(sum).toBe(live);
      let lines = 0;
      for await (const line of ownersAt(context(), moment)) if (line.lead !== '') lines++;
      expect(lines).toBe(live);
    }
  });

  it('R0.8 owner, owners, portfolio and queue read the same fact at every moment', async () => {
    for (const moment of moments.filter((_, index) => index % 3 === 0)) {
      const byOwner = new Map<string, string[]>();
      for await (const { lead, owner: who } of ownersAt(context(), moment)) {
        if (who !== null) byOwner.set(who, [...(byOwner.get(who) ?? []), lead]);
      }
      for (const [who, leads] of byOwner) {
        const { cards } = await portfolioAt(context(), who, moment);
        expect(cards.map(({ lead }) => lead)).toEqual(leads);
        for (const card of cards) expect(card.owner).toBe(who);
        expect((await repQueueAt(context(), who, moment)).rows.map(({ lead }) => lead).sort()).toEqual([...leads].sort());
        for (const lead of leads.slice(0, 2)) expect(await ownerAt(context(), lead, moment)).toMatchObject({ owner: who });
      }
    }
  });

  it('R0.10 a queue states its ordering, ranks every row and says because, and a card of the table is the card folded from the events', async () => {
    for (const moment of [{}, { at: minute(9_000) }]) {
      for (const rep of REPS) {
        const queue = await repQueueAt(context(), rep, moment);
        expect(queue.ordering).toBe('rep-queue@3');
        queue.rows.forEach((row, index) =>
          expect(row).toMatchObject({ rank: index + 1, because: expect.stringMatching(/\w/), ordering: 'rep-queue@3' }),
        );
        const { cards } = await portfolioAt(context(), rep, moment);
        for (const card of cards) expect(await leadAt(context(), card.lead, moment)).toMatchObject(card as object);
      }
    }
  });

  const totals = async (holdings: readonly { holder: string; holderId: string | null; leads: number }[]) => {
    const byHolder = new Map<string, { holder: string; holderId: string; leads: number }>();
    for (const { holder: kind, holderId, leads } of holdings) {
      const known = byHolder.get(`${kind} ${holderId}`);
      byHolder.set(`${kind} ${holderId}`, { holder: kind, holderId: holderId!, leads: leads + (known?.leads ?? 0) });
    }
    return [...byHolder.values()];
  };
});

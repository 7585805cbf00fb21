import { newId } from '#libs/platform';
import { fixedClock, testEventLog, type TestEventLog } from '#libs/testing';
import { createOrganisationCommands, type HistoricalOrganisationFact, type OrganisationCommands } from './index.js';

const actor = { kind: 'person' as const, id: 'Mia', assurance: 'token' };
const envelope = (commandId = newId()) => ({ commandId, actor });
const always = { precision: 'unknown' as const, value: null };

describe('reps, teams and pools', () => {
  const clock = fixedClock('2026-03-10T12:00:00.000Z');
  let test: TestEventLog;
  let organisation: OrganisationCommands;
  beforeAll(async () => {
    test = await testEventLog();
    organisation = createOrganisationCommands({ log: test.log, keyedHash: (purpose, text) => `${purpose} ${text.length}`, clock });
  });
  afterAll(() => test.close());

  const typesOf = async (stream: string): Promise<string[]> => {
    const types: string[] = [];
    for await (const { type } of test.log.readStream(stream)) types.push(type);
    return types;
  };

  it('the intake pool always exists; others are created once', async () => {
    expect(await organisation.reader.pool('intake')).toMatchObject({ name: 'Intake', team: null });
    expect(await organisation.reader.pool('North')).toBeNull();
    await organisation.execute({ do: 'create-team', team: 'North', name: 'North' }, envelope());
    await organisation.execute({ do: 'create-pool', pool: 'North', name: 'Pool North', team: 'North' }, envelope());
    expect(await organisation.reader.pool('North')).toMatchObject({ name: 'Pool North', team: 'North' });
    await expect(organisation.execute({ do: 'create-pool', pool: 'North', name: 'x', team: 'West' }, envelope())).rejects.toMatchObject({
      status: 409,
      violations: [{ code: 'POOL.EXISTS' }, { code: 'TEAM.NOT_FOUND' }],
    });
  });

  it('the same command twice has the effect of one; what is so already appends nothing', async () => {
    const once = envelope();
    const first = await organisation.execute({ do: 'join-rep', rep: 'Ana', name: 'Ana' }, once);
    expect(await organisation.execute({ do: 'join-rep', rep: 'Ana', name: 'Ana' }, once)).toMatchObject({
      revision: 0,
      token: first.token,
    });
    expect(await organisation.execute({ do: 'join-rep', rep: 'Ana', name: 'Ana' }, envelope())).toMatchObject({
      events: [],
      token: first.token,
    });
    expect(await typesOf('rep-Ana')).toEqual(['rep.joined']);
  });

  it('R0.22 membership can be asked for any instant', async () => {
    await organisation.execute({ do: 'join-team', rep: 'Ana', team: 'North' }, envelope());
    const then = clock.now().getTime();
    clock.advance(60_000);
    await organisation.execute({ do: 'leave-team', rep: 'Ana', team: 'North' }, envelope());
    const ana = await organisation.reader.rep('Ana');
    expect([then - 1, then, then + 59_999, then + 60_000].map((at) => ana!.teamAt(at))).toEqual([null, 'North', 'North', null]);
    expect(await organisation.reader.rep('Zoe')).toBeNull();
  });

  it('changes take effect now, except in imports', async () => {
    const late = { ...envelope(), occurredAt: { precision: 'instant' as const, value: '2026-01-01T00:00:00.000Z' } };
    await expect(organisation.execute({ do: 'join-team', rep: 'Ana', team: 'North' }, late)).rejects.toMatchObject({
      code: 'OCCURRED_AT.NOT_NOW',
    });
  });

  it('a clock that has gone back by more than a small skew is refused, one within it never goes behind what was recorded', async () => {
    const was = clock.now().getTime();
    await organisation.execute({ do: 'join-rep', rep: 'Flo', name: 'Flo' }, envelope());
    clock.advance(-20_000);
    const { events } = await organisation.execute({ do: 'set-capacity', rep: 'Flo', holdingCap: 3 }, envelope());
    expect(events[0]!.metadata).toMatchObject({
      knownAt: new Date(was).toISOString(),
      occurredAt: { precision: 'instant', value: new Date(was).toISOString() },
    });
    clock.advance(-20_000);
    await expect(organisation.execute({ do: 'set-capacity', rep: 'Flo', holdingCap: 4 }, envelope())).rejects.toMatchObject({
      status: 503,
      code: 'CLOCK.BEHIND',
    });
    clock.advance(40_000);
  });

  it('R6.1 an import adds what is not there, once, and is undone by events', async () => {
    const facts: HistoricalOrganisationFact[] = [
      { occurredAt: always, action: { do: 'create-team', team: 'West', name: 'West' } },
      { occurredAt: always, action: { do: 'create-team', team: 'North', name: 'North' } },
      { occurredAt: always, action: { do: 'join-rep', rep: 'Bo', name: 'Bo' } },
      { occurredAt: always, action: { do: 'join-team', rep: 'Bo', team: 'West' } },
    ];
    expect(await organisation.recordHistory('crm-1', facts)).toEqual({ appended: 3 });
    expect(await organisation.recordHistory('crm-1', facts)).toEqual({ appended: 0 });
    expect((await organisation.reader.rep('Bo'))!.teamAt(0)).toBe('West');
    for (let twice = 0; twice < 2; twice++) await organisation.retractImport('crm-1', ['rep-Bo', 'team-West', 'team-North'], actor);
    expect(await organisation.reader.rep('Bo')).toBeNull();
    expect(await organisation.reader.team('West')).toBeNull();
    expect(await organisation.reader.team('North')).toEqual({ name: 'North' });
    expect(await typesOf('rep-Bo')).toEqual(['rep.joined', 'rep.team-joined', 'rep.import-retracted']);
    expect(await organisation.recordHistory('crm-2', facts)).toEqual({ appended: 3 });
  });

  describe('what several imports say', () => {
    const said = (name: string): HistoricalOrganisationFact[] => [
      { occurredAt: always, action: { do: 'create-team', team: `East ${name}`, name: 'East' } },
      { occurredAt: always, action: { do: 'create-pool', pool: `Pool ${name}`, name: 'Pool', team: `East ${name}` } },
      { occurredAt: always, action: { do: 'join-rep', rep: `Cy ${name}`, name: 'Cy', attributes: { region: 'EMEA' } } },
      { occurredAt: always, action: { do: 'join-team', rep: `Cy ${name}`, team: `East ${name}` } },
    ];
    const streams = (name: string) => [`team-East ${name}`, `pool-Pool ${name}`, `rep-Cy ${name}`];
    const standing = async (name: string) => {
      const rep = await organisation.reader.rep(`Cy ${name}`);
      return [
        await organisation.reader.team(`East ${name}`),
        (await organisation.reader.pool(`Pool ${name}`))?.team ?? null,
        rep?.name ?? null,
        rep?.teamAt(0) ?? null,
      ];
    };
    const whole = (name: string) => [{ name: 'East' }, `East ${name}`, 'Cy', `East ${name}`];

    it.each([
      ['first', 'second'],
      ['second', 'first'],
    ])('R6.1 an undo of the %s takes back nothing that the %s says too; an undo of both takes back all', async (one, other) => {
      const name = one;
      expect(await organisation.recordHistory(`first-${name}`, said(name))).toEqual({ appended: 4 });
      expect(await organisation.recordHistory(`second-${name}`, said(name))).toEqual({ appended: 4 });
      expect(await organisation.recordHistory(`second-${name}`, said(name))).toEqual({ appended: 0 });
      expect(await organisation.recordHistory(`first-${name}`, said(name))).toEqual({ appended: 0 });
      expect(await standing(name)).toEqual(whole(name));
      await organisation.retractImport(`${one}-${name}`, streams(name), actor);
      expect(await standing(name)).toEqual(whole(name));
      await organisation.retractImport(`${other}-${name}`, streams(name), actor);
      expect(await standing(name)).toEqual([null, null, null, null]);
    });

    it('R6.1 an import in which only the id occurs leaves somebody of that id, and the name to whoever knows it', async () => {
      const named: HistoricalOrganisationFact[] = [{ occurredAt: always, action: { do: 'join-rep', rep: 'Di', name: 'Diana' } }];
      const occurs: HistoricalOrganisationFact[] = [{ occurredAt: always, action: { do: 'join-rep', rep: 'Di', name: 'Di' } }];
      await organisation.recordHistory('named-1', named);
      await organisation.recordHistory('occurs-1', occurs);
      await organisation.recordHistory('named-2', named);
      await organisation.retractImport('named-1', ['rep-Di'], actor);
      expect(await organisation.reader.rep('Di')).toMatchObject({ name: 'Diana', active: true });
      await organisation.retractImport('named-2', ['rep-Di'], actor);
      expect(await organisation.reader.rep('Di')).toMatchObject({ name: 'Di', active: true });
      await organisation.retractImport('occurs-1', ['rep-Di'], actor);
      expect(await organisation.reader.rep('Di')).toBeNull();
    });

    it('R6.1 what differs stays as each import says it, and what somebody said by hand needs no confirmation', async () => {
      const named = (name: string): HistoricalOrganisationFact[] => [{ occurredAt: always, action: { do: 'join-rep', rep: 'Ed', name } }];
      await organisation.recordHistory('ed-1', named('Edgar'));
      await organisation.recordHistory('ed-2', named('Eduard'));
      await organisation.retractImport('ed-1', ['rep-Ed'], actor);
      expect(await organisation.reader.rep('Ed')).toMatchObject({ name: 'Eduard', active: true });
      await organisation.execute({ do: 'join-rep', rep: 'Flo', name: 'Flo' }, envelope());
      expect(
        await organisation.recordHistory('ed-3', [{ occurredAt: always, action: { do: 'join-rep', rep: 'Flo', name: 'Flo' } }]),
      ).toEqual({ appended: 0 });
    });
  });

  it('fifty who create one team at once create one', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, () => organisation.execute({ do: 'create-team', team: 'Rush', name: 'Rush' }, envelope())),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await typesOf('team-Rush')).toEqual(['team.created']);
  });
});

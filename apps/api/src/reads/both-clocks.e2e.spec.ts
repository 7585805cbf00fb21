import { OPEN_POOL, organisationProjection, type PoolAnswer, type PoolLine, type RepLine, type TeamLine } from '#libs/dispatch';
import { StreamHistory } from '#libs/testing';
import { runningApi, type RunningTestApi } from '../../../../test/rigs/running-api.js';

let api: RunningTestApi;
let token = '';
const told: string[] = [];

const get = async <T>(path: string): Promise<T> => {
  const { status, body } = await api.get<T>(path, token ? { headers: { 'wait-for': token } } : {});
  expect({ path, status, body: status === 200 ? null : body }).toEqual({ path, status: 200, body: null });
  return body;
};
const items = async <T>(path: string): Promise<readonly T[]> => (await get<{ items: T[] }>(path)).items;
const post = async (path: string, body: object): Promise<void> => {
  const answer = await api.post(path, body);
  expect({ path, status: answer.status < 300, body: answer.status < 300 ? null : answer.body }).toEqual({ path, status: true, body: null });
  token = answer.body['token'] as string;
};
/** An instant after which the next command is recorded. */
const instant = async (): Promise<string> => {
  await new Promise((resolve) => setTimeout(resolve, 5));
  const now = new Date().toISOString();
  await new Promise((resolve) => setTimeout(resolve, 5));
  return now;
};
const head = async (): Promise<string> => {
  await get('/v1/teams');
  const { rows } = await api.pool.query<{ position: string }>(`select position::text from read.checkpoint where name = 'spine'`);
  return rows[0]!.position;
};

beforeAll(async () => {
  api = await runningApi([organisationProjection]);
  // What happened was written down days later: the two clocks give different answers.
  await new StreamHistory('rep-ana')
    .add('rep.joined', { repId: 'ana', name: 'Ana', attributes: { skill: 'servers' } }, { knownAt: '2026-01-02', occurredAt: '2026-01-01' })
    .add('rep.team-joined', { team: 'north' }, { knownAt: '2026-01-08', occurredAt: '2026-01-04' })
    .add('rep.profile-changed', { name: 'Ana Bell', attributes: {} }, { knownAt: '2026-02-08', occurredAt: '2026-02-04' })
    .add('rep.team-left', { team: 'north' }, { knownAt: '2026-03-08', occurredAt: '2026-03-04' })
    .add('rep.deactivated', { reason: null }, { knownAt: '2026-04-08', occurredAt: '2026-04-04' })
    .appendTo(api.log);
  await new StreamHistory('team-north')
    .add('team.created', { teamId: 'north', name: 'North', attributes: {} }, { knownAt: '2026-01-02', occurredAt: '2026-01-01' })
    .appendTo(api.log);
  await new StreamHistory('pool-vip')
    .add('pool.created', { poolId: 'vip', name: 'VIP', team: 'north' }, { knownAt: '2026-01-08', occurredAt: '2026-01-04' })
    .add('pool.settings-changed', { version: 1, settings: { ...OPEN_POOL, claimsPerDay: 3 }, reason: 'x' }, { knownAt: '2026-02-08' })
    .add('pool.settings-changed', { version: 2, settings: { ...OPEN_POOL, claimsPerDay: 9 }, reason: 'x' }, { knownAt: '2026-03-08' })
    .appendTo(api.log);
  await post('/v1/teams', { id: 'south', name: 'South' });
});
afterAll(() => api.stop());

describe('who worked here, and in what teams', () => {
  const ana = async (query: string) => (await items<RepLine>(`/v1/reps${query}`)).find(({ rep }) => rep === 'ana') ?? null;

  it('R0.22 people are as they were at an instant, under the name and attributes of that time', async () => {
    expect(await ana('?at=2025-12-31T00:00:00Z')).toBeNull();
    expect(await ana('?at=2026-01-02T00:00:00Z')).toEqual({
      rep: 'ana',
      name: 'Ana',
      active: true,
      attributes: { skill: 'servers' },
      teams: [],
    });
    expect(await ana('?at=2026-01-05T00:00:00Z')).toMatchObject({ name: 'Ana', teams: ['north'] });
    expect(await ana('?at=2026-02-05T00:00:00Z')).toMatchObject({ name: 'Ana Bell', attributes: {}, teams: ['north'] });
    expect(await ana('?at=2026-03-05T00:00:00Z')).toMatchObject({ active: true, teams: [] });
    expect(await ana('')).toMatchObject({ name: 'Ana Bell', active: false, teams: [] });
  });

  it('R0.22 what was known of them at an earlier instant, or position, can be asked for ever', async () => {
    expect(await ana('?at=2026-01-05T00:00:00Z&knownAt=2026-01-05T00:00:00Z')).toMatchObject({ teams: [] });
    expect(await ana('?at=2026-02-05T00:00:00Z&knownAt=2026-02-05T00:00:00Z')).toMatchObject({ name: 'Ana' });
    expect(await ana('?at=2026-03-05T00:00:00Z&knownAt=2026-03-05T00:00:00Z')).toMatchObject({ teams: ['north'] });
    expect(await ana('?at=2026-04-05T00:00:00Z&knownAt=2026-04-05T00:00:00Z')).toMatchObject({ active: true });
    expect(await ana('?position=3')).toMatchObject({ active: true, teams: ['north'] });
    expect(await ana('?position=1')).toMatchObject({ name: 'Ana', teams: [] });
    expect((await api.get('/v1/reps?position=1&knownAt=2026-03-05T00:00:00Z')).body).toMatchObject({ code: 'CLOCK.TWICE' });
  });

  it('R0.22 teams are listed as they were, with who was in them then', async () => {
    expect(await items<TeamLine>('/v1/teams?at=2025-12-31T00:00:00Z')).toEqual([]);
    expect(await items<TeamLine>('/v1/teams?at=2026-01-05T00:00:00Z')).toEqual([{ team: 'north', name: 'North', members: 1 }]);
    expect(await items<TeamLine>('/v1/teams?at=2026-01-05T00:00:00Z&knownAt=2026-01-05T00:00:00Z')).toEqual([
      { team: 'north', name: 'North', members: 0 },
    ]);
    expect((await items<TeamLine>('/v1/teams')).map(({ team, members }) => [team, members])).toEqual([
      ['north', 0],
      ['south', 0],
    ]);
  });
});

describe('pools and how they were set', () => {
  const settings = async (query: string) => (await get<PoolAnswer>(`/v1/pools/vip${query}`)).settings.claimsPerDay;

  it('R0.4 the rules that claims were under at an instant can be asked, as known now or then', async () => {
    const pools = async (query: string) => (await items<PoolLine>(`/v1/pools${query}`)).map(({ pool }) => pool);
    expect(await pools('?at=2026-01-05T00:00:00Z')).toEqual(['intake', 'vip']);
    expect(await pools('?at=2026-01-05T00:00:00Z&knownAt=2026-01-05T00:00:00Z')).toEqual(['intake']);
    expect(await settings('?at=2026-02-01T00:00:00Z')).toBeNull();
    expect(await settings('?at=2026-03-01T00:00:00Z')).toBe(3);
    expect(await settings('?knownAt=2026-03-01T00:00:00Z')).toBe(3);
    expect(await settings('')).toBe(9);
    expect((await api.get('/v1/pools/vip?at=2025-12-31T00:00:00Z')).body).toMatchObject({ status: 404, code: 'POOL.NOT_FOUND' });
    expect(await get('/v1/pools/intake?at=2025-12-31T00:00:00Z')).toMatchObject({ name: 'Intake', team: null });
  });

  it('R0.4 where leads went that were given back is history too', async () => {
    const before = await head();
    await post('/v1/settings/release-routes', { routes: [{ reason: null, cameFrom: null, to: 'vip' }], reason: 'first' });
    const between = await instant();
    await post('/v1/settings/release-routes', { routes: [], reason: 'second' });
    const routes = async (query: string) => (await get<{ routes: object[] }>(`/v1/settings/release-routes${query}`)).routes.length;
    expect([
      await routes(`?position=${before}`),
      await routes(`?at=${between}`),
      await routes(`?knownAt=${between}`),
      await routes(''),
    ]).toEqual([0, 1, 1, 0]);
  });

  it('R1.5 the visibility that was in force at an instant, as known now or then', async () => {
    const before = await head();
    await post('/v1/settings/visibility', { mode: 'own', reason: 'first' });
    const between = await instant();
    await post('/v1/settings/visibility', { mode: 'team', reason: 'second' });
    const mode = async (query: string) => (await get<{ mode: string }>(`/v1/settings/visibility${query}`)).mode;
    expect([await mode(`?position=${before}`), await mode(`?at=${between}`), await mode(`?knownAt=${between}`), await mode('')]).toEqual([
      'open',
      'own',
      'own',
      'team',
    ]);
  });
});

describe('documents and their states', () => {
  const inquiries = (more = ''): string => `definition: asked\ntitle: Asked\nentity: inquiry\nmeasure: count\n${more}`;
  const states = async (query: string) =>
    (await items<{ version: number; state: string }>(`/v1/definitions${query}`)).map(({ version, state }) => `${version} ${state}`);

  beforeAll(async () => {
    const steps: (() => Promise<void>)[] = [
      () => post('/v1/definitions/drafts', { document: inquiries(), reason: 'x' }),
      () => post('/v1/definitions/asked@1/publish', { reason: 'x' }),
      () => post('/v1/definitions', { document: inquiries('by: [channel]\n'), reason: 'x' }),
      () => post('/v1/definitions/asked@1/retire', { reason: 'x' }),
      () =>
        post('/v1/rates', { document: 'rates: ecb\ntitle: T\nto: EUR\nholds: 7d\ncurrencies:\n  USD: { 2026-03-02: 0.9 }\n', reason: 'x' }),
    ];
    for (const step of steps) {
      told.push(await instant());
      await step();
    }
  });

  it('R3.23 definitions are listed with the states that they had at an instant, or were known to have', async () => {
    const expected = [[], ['1 draft'], ['1 published'], ['1 published', '2 published'], ['1 retired', '2 published']];
    expect(await Promise.all([...told.map((at) => states(`?at=${at}`))])).toEqual(expected);
    expect(await Promise.all([...told.map((at) => states(`?knownAt=${at}`))])).toEqual(expected);
    expect(await states('')).toEqual(expected.at(-1));
    expect(await states(`?at=${told[3]!}&knownAt=${told[1]!}`)).toEqual(['1 draft']);
  });

  it('R3.23 what a name alone meant at an instant can be asked', async () => {
    const shown = (query: string) => get(`/v1/definitions/asked${query}`);
    expect(await shown(`?at=${told[2]!}`)).toMatchObject({ version: 1, state: 'published' });
    expect(await shown(`?at=${told[3]!}`)).toMatchObject({ version: 2 });
    expect((await api.get(`/v1/definitions/asked?at=${told[1]!}`)).body).toMatchObject({ status: 409, code: 'DEFINITION.NOT_IN_FORCE' });
    expect((await api.get(`/v1/definitions/asked@2?at=${told[2]!}`)).body).toMatchObject({ status: 404, code: 'DEFINITION.NOT_FOUND' });
  });

  it('R3.23 rates that were published later are not on record at an earlier instant', async () => {
    expect(await items(`/v1/rates?at=${told[4]!}`)).toEqual([]);
    expect(await items('/v1/rates')).toMatchObject([{ name: 'ecb', version: 1 }]);
  });
});

import { organisationProjection } from '#libs/dispatch';
import { accessRequestProjection, leadCardProjection, ownershipProjection } from '#libs/leads';
import { type Problem } from '#libs/platform';
import { runningApi, type RunningTestApi } from '../../../../test/rigs/running-api.js';

interface Accepted {
  readonly leadId: string;
  readonly revision: number;
  readonly token: string;
  readonly events: readonly { readonly type: string }[];
}

let api: RunningTestApi;
let names = 0;

const capture = async (): Promise<string> => {
  const answer = await api.post<{ leadId: string }>(
    '/v1/inquiries',
    { source: 'web', channel: 'search', externalId: `x${++names}` },
    { role: 'app' },
  );
  expect(answer.status).toBe(201);
  return answer.body.leadId;
};
const inPool = async (pool: string, count: number): Promise<string[]> => {
  const leads = await Promise.all(Array.from({ length: count }, capture));
  for (const lead of leads) await ok(api.post(`/v1/leads/${lead}/move`, { pool, reason: 'test' }));
  return leads;
};
async function ok<T>(asking: Promise<{ status: number; body: T }>): Promise<T> {
  const { status, body } = await asking;
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}
/** A rep of its own in team north. */
const hire = async (): Promise<string> => {
  const rep = `rep${++names}`;
  await ok(api.post('/v1/reps', { id: rep, name: rep }));
  await ok(api.post(`/v1/reps/${rep}/teams`, { team: 'north' }));
  return rep;
};
const as = (rep: string) => ({ role: 'rep' as const, as: rep, rep });
const newPool = async (settings: object): Promise<string> => {
  const pool = `pool${++names}`;
  await ok(api.post('/v1/pools', { id: pool, name: pool }));
  await ok(api.post(`/v1/pools/${pool}/settings`, { ...settings, reason: 'test' }));
  return pool;
};
const claim = (lead: string, rep: string) => api.post<Accepted & Problem>(`/v1/leads/${lead}/claim`, {}, as(rep));
const codes = (problem: Problem): readonly string[] => problem.violations.map(({ code }) => code);

beforeAll(async () => {
  api = await runningApi([ownershipProjection, leadCardProjection, organisationProjection, accessRequestProjection]);
  await ok(api.post('/v1/teams', { id: 'north', name: 'North' }));
});
afterAll(() => api.stop());

describe('claim limits', () => {
  it('R0.4 twenty parallel claims under a limit of five give five, and every refusal says the numbers', async () => {
    const [rep, pool] = await Promise.all([hire(), newPool({ claimsPerDay: 5 })]);
    const leads = await inPool(pool, 20);
    const answers = await Promise.all(leads.map((lead) => claim(lead, rep)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused).toHaveLength(15);
    for (const { status, body } of refused) {
      expect(status).toBe(422);
      expect(body.violations).toEqual([
        expect.objectContaining({
          code: 'POOL.CLAIM_LIMIT_REACHED',
          detail: { pool, limit: 5, claimedToday: 5, claimedTodayFromAll: 5, resetsAt: expect.stringMatching(/T.*Z$/) },
        }),
      ]);
    }
  });

  it('T2 claim, release, claim: the flow counts claims, the stock counts what is held', async () => {
    const [rep, pool] = await Promise.all([hire(), newPool({ claimsPerDay: 2, holdingLimit: 1 })]);
    const [one, two, three] = (await inPool(pool, 3)) as [string, string, string];
    await ok(claim(one, rep));
    const second = await claim(two, rep);
    expect(codes(second.body)).toEqual(['POOL.HOLDING_LIMIT_REACHED']);
    await ok(api.post(`/v1/leads/${one}/release`, { pool }, as(rep)));
    await ok(claim(two, rep));
    await ok(api.post(`/v1/leads/${two}/release`, { pool }, as(rep)));
    const third = await claim(three, rep);
    expect(codes(third.body)).toEqual(['POOL.CLAIM_LIMIT_REACHED']);
    expect(third.body.violations[0]).toMatchObject({ detail: { limit: 2, claimedToday: 2 } });
  });

  it('what a rep had and claimed before the first limit counts', async () => {
    const rep = await hire();
    const pool = await newPool({});
    const leads = await inPool(pool, 4);
    await ok(claim(leads[0]!, rep));
    await ok(claim(leads[1]!, rep));
    await ok(api.post(`/v1/leads/${leads[1]!}/release`, { pool }, as(rep)));
    await ok(api.post(`/v1/pools/${pool}/settings`, { claimsPerDay: 3, reason: 'from now on' }));
    await ok(claim(leads[2]!, rep));
    const fourth = await claim(leads[3]!, rep);
    expect(fourth.body.violations[0]).toMatchObject({ code: 'POOL.CLAIM_LIMIT_REACHED', detail: { limit: 3, claimedToday: 3 } });
  });

  it("a rep's own capacity bounds claims, assignments and what colleagues hand over; who may can overrule it", async () => {
    const [rep, other] = await Promise.all([hire(), hire()]);
    await ok(api.post(`/v1/reps/${rep}/capacity`, { holdingCap: 1, intakeCap: null }));
    const leads = await Promise.all(Array.from({ length: 4 }, capture));
    const [one, two, three, four] = leads as [string, string, string, string];
    await ok(api.post(`/v1/leads/${one}/assign`, { to: { kind: 'person', id: rep } }));
    const refusal = { code: 'REP.HOLDING_CAP_REACHED', detail: { limit: 1, held: 1 } };
    const assigned = await api.post<Problem>(`/v1/leads/${two}/assign`, { to: { kind: 'person', id: rep } });
    expect(assigned).toMatchObject({ status: 422, body: { violations: [refusal] } });
    expect((await claim(three, rep)).body.violations).toEqual([expect.objectContaining(refusal)]);
    await ok(claim(four, other));
    const passed = await api.post<Problem>(`/v1/leads/${four}/transfer`, { to: { kind: 'person', id: rep }, reason: 'holiday' }, as(other));
    expect(passed).toMatchObject({ status: 422, body: { violations: [refusal] } });
    await ok(api.post(`/v1/leads/${two}/assign`, { to: { kind: 'person', id: rep }, evenAtCapacity: true }));
    await ok(api.post(`/v1/leads/${one}/lose`, {}));
    await ok(api.post(`/v1/leads/${two}/lose`, {}));
    await ok(claim(three, rep));
    await ok(api.post(`/v1/leads/${one}/reopen`, { reason: 'called back' }));
  });
});

describe('pools', () => {
  it('settings are refused with everything that is wrong with them', async () => {
    const wrong = {
      claim: { roles: [], teams: ['nowhere'], reps: ['nobody'] },
      see: { roles: [], teams: [], reps: [] },
      movesTo: ['lost'],
    };
    const answer = await api.post<Problem>('/v1/pools/intake/settings', { ...wrong, reason: ' ' });
    expect(answer.status).toBe(422);
    expect([...codes(answer.body)].sort()).toEqual([
      'POOL.FOR_NOBODY',
      'POOL.NOT_FOUND',
      'REASON.MISSING',
      'REP.NOT_FOUND',
      'TEAM.NOT_FOUND',
    ]);
    expect((await api.post<Problem>('/v1/pools/lost/settings', { claimsPerDay: 1, reason: 'x' })).status).toBe(404);
  });

  it('a pool for others is not claimed from, and leads move only where its settings let them', async () => {
    const [rep, other] = await Promise.all([hire(), hire()]);
    const target = await newPool({});
    const pool = await newPool({ claim: { roles: [], teams: [], reps: [other] }, movesTo: [target] });
    const [one, two] = (await inPool(pool, 2)) as [string, string];
    expect(codes((await claim(one, rep)).body)).toEqual(['POOL.NOT_FOR_REP']);
    await ok(claim(one, other));
    const away = await api.post<Problem>(`/v1/leads/${two}/move`, { pool: 'intake', reason: 'x' });
    expect(away.body.violations).toEqual([
      expect.objectContaining({ code: 'POOL.MOVE_NOT_ALLOWED', detail: { from: pool, to: 'intake', allowed: [target] } }),
    ]);
    const assigned = await api.post<Problem>(`/v1/leads/${two}/assign`, { to: { kind: 'pool', id: 'intake' } });
    expect(codes(assigned.body)).toEqual(['POOL.MOVE_NOT_ALLOWED']);
    expect((await ok(api.post<Accepted>(`/v1/leads/${two}/move`, { pool: target, reason: 'x' }))).events).toMatchObject([
      { type: 'lead.transferred' },
    ]);
  });

  it('cool-downs keep the previous owner and new leads away, each with its end', async () => {
    const [rep, other] = await Promise.all([hire(), hire()]);
    const pool = await newPool({ previousOwnerCoolDownMinutes: 60 });
    const [lead] = (await inPool(pool, 1)) as [string];
    await ok(claim(lead, rep));
    await ok(api.post(`/v1/leads/${lead}/release`, { pool }, as(rep)));
    expect(codes((await claim(lead, rep)).body)).toEqual(['LEAD.PREVIOUS_OWNER_COOL_DOWN']);
    await ok(claim(lead, other));
    const young = await newPool({ newLeadCoolDownMinutes: 60 });
    const [fresh] = (await inPool(young, 1)) as [string];
    expect(codes((await claim(fresh, rep)).body)).toEqual(['LEAD.NEW_COOL_DOWN']);
  });

  it('R0.23 a locked lead is neither claimed nor recycled until it is unlocked', async () => {
    const rep = await hire();
    const lead = await capture();
    await ok(api.post(`/v1/leads/${lead}/lock`, { reason: 'tender' }));
    expect(codes((await claim(lead, rep)).body)).toEqual(['LEAD.LOCKED']);
    await ok(api.post(`/v1/leads/${lead}/assign`, { to: { kind: 'person', id: rep } }));
    expect(codes((await api.post<Problem>(`/v1/leads/${lead}/recycle`, {})).body)).toEqual(['LEAD.LOCKED']);
    await ok(api.post(`/v1/leads/${lead}/unlock`, {}));
    await ok(api.post(`/v1/leads/${lead}/recycle`, {}));
  });

  it('a release that names no pool goes by the reason given, or back where the lead came from', async () => {
    const rep = await hire();
    const [south, web] = await Promise.all([newPool({}), newPool({})]);
    const routes = [
      { reason: 'wrong region', cameFrom: null, to: south },
      { reason: null, cameFrom: web, to: null },
    ];
    await ok(api.post('/v1/settings/release-routes', { routes, reason: 'South takes its own' }));
    const [one, two] = (await inPool(web, 2)) as [string, string];
    const elsewhere = await capture();
    const releasedTo = async (lead: string, reason: string): Promise<unknown> => {
      await ok(claim(lead, rep));
      const { token } = await ok(api.post<Accepted>(`/v1/leads/${lead}/release`, { reason }, as(rep)));
      const { holderId } = await ok(api.get<{ holderId: string }>(`/v1/ownership?lead=${lead}`, { headers: { 'wait-for': token } }));
      return holderId;
    };
    expect(await releasedTo(one, ' Wrong Region ')).toBe(south);
    expect(await releasedTo(two, 'no time')).toBe(web);
    expect(await releasedTo(elsewhere, 'no time')).toBe('intake');
    const never = await api.post<Problem>('/v1/settings/release-routes', { routes: [...routes, routes[0]], reason: 'x' });
    expect(codes(never.body)).toEqual(['ROUTES.NEVER_REACHED']);
  });
});

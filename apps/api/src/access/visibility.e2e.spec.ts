import { organisationProjection } from '#libs/dispatch';
import { accessRequestProjection, leadCardProjection, ownershipProjection, personProjection } from '#libs/leads';
import { alertProjection } from '#libs/governance';
import { type Problem } from '#libs/platform';
import { StreamHistory } from '#libs/testing';
import { runningApi, type RunningTestApi } from '../../../../test/rigs/running-api.js';

interface Accepted {
  readonly leadId: string;
  readonly token: string;
  readonly events: readonly { readonly type: string }[];
}
interface Line {
  readonly lead: string;
  readonly masked?: readonly string[];
  readonly externalId: string | null;
}

let api: RunningTestApi;
let names = 0;
/** Of the last command: what every read waits for. */
let token = '';

async function done<T extends object = Accepted>(asking: Promise<{ status: number; body: T }>): Promise<T> {
  const { status, body } = await asking;
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  if ('token' in body) token = body.token as string;
  return body;
}
const as = (rep: string) => ({ role: 'rep' as const, as: rep, rep });
const read = <T>(path: string, rep: string | null) =>
  api.get<T>(path, { ...(rep === null ? {} : as(rep)), headers: { 'wait-for': token, accept: 'application/x-ndjson' } });
const capture = async (phone?: string): Promise<string> =>
  (
    await done(
      api.post<Accepted>(
        '/v1/inquiries',
        { source: 'web', channel: 'search', externalId: `v${++names}`, ...(phone !== undefined && { contact: { phones: [phone] } }) },
        { role: 'app' },
      ),
    )
  ).leadId;
const ownedBy = async (rep: string): Promise<string> => {
  const lead = await capture();
  await done(api.post(`/v1/leads/${lead}/assign`, { to: { kind: 'person', id: rep } }));
  return lead;
};
const mode = (to: string) => done(api.post('/v1/settings/visibility', { mode: to, reason: 'test' }));
const followUp = (lead: string, rep: string) =>
  api.post<Accepted & Problem>(`/v1/leads/${lead}/follow-ups`, { type: 'call', direction: 'outbound' }, as(rep));

beforeAll(async () => {
  api = await runningApi([
    ownershipProjection,
    leadCardProjection,
    organisationProjection,
    accessRequestProjection,
    personProjection,
    alertProjection,
  ]);
  for (const team of ['north', 'south']) await done(api.post('/v1/teams', { id: team, name: team }));
  for (const [rep, team] of [
    ['ana', 'north'],
    ['bo', 'north'],
    ['cy', 'south'],
  ]) {
    await done(api.post('/v1/reps', { id: rep, name: rep }));
    await done(api.post(`/v1/reps/${rep}/teams`, { team }));
  }
});
afterAll(() => api.stop());
afterEach(() => mode('open'));

describe('visibility', () => {
  it('R1.5 the matrix of modes: own lead, lead of the team, of another team, in the pool', async () => {
    const [own, ofTeam, ofOther, pooled] = [await ownedBy('ana'), await ownedBy('bo'), await ownedBy('cy'), await capture()];
    const expected = {
      open: ['full', 'full', 'full', 'full'],
      team: ['full', 'full', 'hidden', 'full'],
      own: ['full', 'hidden', 'hidden', 'full'],
      'own+pool masked': ['full', 'hidden', 'hidden', 'masked'],
    };
    for (const [name, sights] of Object.entries(expected)) {
      await mode(name);
      const seen = await Promise.all(
        [own, ofTeam, ofOther, pooled].map(async (lead) => {
          const { status, body } = await read<Line>(`/v1/leads/${lead}`, 'ana');
          if (status === 403) return 'hidden';
          return body.masked ? 'masked' : 'full';
        }),
      );
      expect([name, seen]).toEqual([name, sights]);
      const manager = await Promise.all([own, ofTeam, ofOther, pooled].map((lead) => read<Line>(`/v1/leads/${lead}`, null)));
      expect(manager.map(({ status, body }) => [status, body.masked])).toEqual(Array.from({ length: 4 }, () => [200, undefined]));
    }
  });

  it('R2.18 a token that names no rep is the rep of its own name: what it may, and in whose name it acts', async () => {
    const ana = { role: 'rep' as const, as: 'ana' };
    const lead = await ownedBy('ana');
    const said = { type: 'call', direction: 'outbound' };
    await done(api.post(`/v1/leads/${lead}/follow-ups`, said, ana));
    const { body: card } = await api.get<{ lastOwnerFollowUp: { by: string } | null }>(`/v1/leads/${lead}`, {
      ...ana,
      headers: { 'wait-for': token },
    });
    expect(card.lastOwnerFollowUp).toMatchObject({ by: 'ana' });
    const unplanned = await api.get<Line[]>('/v1/unplanned-leads', {
      ...ana,
      headers: { accept: 'application/x-ndjson', 'wait-for': token },
    });
    expect(unplanned.body.map((line) => line.lead)).toContain(lead);
    expect((await api.post(`/v1/leads/${lead}/release`, { reason: 'test' }, ana)).status).toBeLessThan(300);
    const pooled = await capture();
    expect(await api.post<Problem>(`/v1/leads/${pooled}/claim`, { rep: 'bo' }, ana)).toMatchObject({ status: 403 });
  });

  it("R0.9 a rep reads another rep's queue, portfolio, history and owner only as the mode says, and totals count what is hidden", async () => {
    const lead = await ownedBy('cy');
    await mode('own');
    for (const path of ['/v1/reps/cy/queue', '/v1/reps/cy/portfolio']) {
      const { status, body, headers } = await read<Line[]>(path, 'ana');
      expect([status, body]).toEqual([200, []]);
      expect(Number(headers.get('x-hidden'))).toBeGreaterThanOrEqual(1);
      expect((await read<Line[]>(path, 'cy')).body.map((line) => line.lead)).toContain(lead);
    }
    for (const path of [`/v1/leads/${lead}/history`, `/v1/ownership?lead=${lead}`])
      expect(await read<Problem>(path, 'ana')).toMatchObject({ status: 403, body: { code: 'LEAD.HIDDEN' } });
    const owners = async (rep: string | null): Promise<readonly string[]> =>
      (await read<Line[]>(`/v1/owners?at=${new Date().toISOString()}`, rep)).body.map((line) => line.lead);
    expect(await owners('ana')).not.toContain(lead);
    expect(await owners(null)).toContain(lead);
    const { body: totals } = await api.get<{ live: number }>('/v1/totals', { ...as('ana'), headers: { 'wait-for': token } });
    expect(totals.live).toBe((await owners(null)).length);
  });

  it('R0.9 the new owner sees the whole history, and the old one no more than the mode lets it', async () => {
    const lead = await ownedBy('ana');
    await mode('team');
    await done(followUp(lead, 'ana'));
    await done(api.post(`/v1/leads/${lead}/transfer`, { to: { kind: 'person', id: 'cy' }, reason: 'moved' }, as('ana')));
    const history = await read<{ type: string }[]>(`/v1/leads/${lead}/history`, 'cy');
    expect(history.body.map(({ type }) => type)).toContain('lead.follow-up-recorded');
    expect((await read(`/v1/leads/${lead}/history`, 'ana')).status).toBe(403);
  });

  it('R1.5 when a lead crosses teams the narrower visibility holds, and a team cannot be wider than the organisation', async () => {
    const lead = await ownedBy('bo');
    await mode('team');
    expect((await read(`/v1/leads/${lead}`, 'ana')).status).toBe(200);
    await done(api.post('/v1/teams/south/visibility', { mode: 'own', reason: 'key accounts' }));
    await done(api.post(`/v1/leads/${lead}/transfer`, { to: { kind: 'person', id: 'cy' }, reason: 'x' }));
    await done(api.post(`/v1/leads/${lead}/transfer`, { to: { kind: 'person', id: 'bo' }, reason: 'x' }));
    expect(await read<Problem>(`/v1/leads/${lead}`, 'ana')).toMatchObject({
      status: 403,
      body: { violations: [{ detail: { visibility: 'own@1 of team south' } }] },
    });
    const wider = await api.post<Problem>('/v1/teams/south/visibility', { mode: 'open', reason: 'x' });
    expect(wider).toMatchObject({ status: 422, body: { code: 'VISIBILITY.WIDER_THAN_ORGANISATION' } });
    await done(api.post('/v1/teams/south/visibility', { reason: 'as everyone' }));
  });

  it('R1.5 after a change earlier reads remain explainable under the old mode', async () => {
    const lead = await ownedBy('cy');
    const before = new Date().toISOString();
    await mode('own');
    const why = async (at?: string) =>
      (await api.get<{ sight: string; decidedBy: string }>(`/v1/leads/${lead}/visibility?rep=ana${at ? `&at=${at}` : ''}`)).body;
    expect(await why()).toMatchObject({ sight: 'hidden', decidedBy: expect.stringMatching(/^own@\d+ of the organisation$/) });
    expect(await why(before)).toMatchObject({ sight: 'full', decidedBy: expect.stringMatching(/^open@\d+ of the organisation$/) });
    expect((await api.get(`/v1/leads/${lead}/visibility?rep=cy`, as('ana'))).status).toBe(403);
  });

  it('R1.5 whether a customer is owned can be asked without seeing data', async () => {
    const phone = '+49 30 7770001';
    const lead = await capture(phone);
    await mode('own');
    const ask = async (customer: string) =>
      (await api.post('/v1/customers/owned', { customer }, { ...as('ana'), headers: { 'wait-for': token } })).body;
    expect(await ask(`phone:${phone}`)).toEqual({ known: true, owned: false });
    await done(api.post(`/v1/leads/${lead}/assign`, { to: { kind: 'person', id: 'cy' } }));
    expect(await ask(`phone:${phone}`)).toEqual({ known: true, owned: true });
    expect(await ask('phone:+49 30 7770002')).toEqual({ known: false, owned: false });
  });

  it('R0.9 R2.18 people, decisions and alerts tell a rep no more of a hidden lead than the lead does; how it fared itself, it learns', async () => {
    const inquiry = { source: 'web', channel: 'search', contact: { phones: ['+49 30 7770009'] } };
    const { leadId: lead, personId } = await done(api.post<Accepted & { personId: string }>('/v1/inquiries', inquiry, { role: 'app' }));
    await done(api.post(`/v1/leads/${lead}/assign`, { to: { kind: 'person', id: 'cy' } }));
    const [decisionId, alertId] = [`decision-of-${lead}`, `alert-of-${lead}`];
    const excluded = { code: 'at-holding-cap', numbers: { held: 30, cap: 30 } };
    await new StreamHistory('dispatch-north')
      .add('assignment.decided', {
        ...{ decisionId, leadId: lead, inquiryId: null, mode: 'live', policy: { name: 'north', version: 1 }, team: 'north' },
        ...{ decidedAt: { position: 1, at: new Date().toISOString() }, leadRevision: 0 },
        ...{ rule: { kind: 'entry', name: 'all', strategy: 'round-robin' }, comparison: null, chosen: { kind: 'person', id: 'cy' } },
        candidates: [
          { rep: 'ana', excluded, compared: null },
          { rep: 'cy', excluded: null, compared: { pointer: '0' } },
        ],
        ...{ fallbacks: [], alert: null, seed: null, heldUntil: null, returns: null, fairness: null },
      })
      .appendTo(api.log);
    await new StreamHistory(`alert-${alertId}`)
      .add('alert.raised', {
        ...{ alertId, key: alertId, kind: 'sla-breached', subject: 'first-response was due', text: `Lead ${lead} is with person cy` },
        ...{ leadId: lead, recipient: { person: 'ana' }, to: 'ana', chain: [], acknowledgeWithinMs: null, escalateAt: null },
      })
      .appendTo(api.log);
    for (let seen: unknown[] = []; seen.length === 0; seen = (await read<unknown[]>('/v1/alerts?person=ana', null)).body);
    const page = async (query: string) =>
      (await api.get<{ items: { alert: string }[]; next: string | null }>(`/v1/alerts?person=ana&limit=1${query}`)).body;
    expect(await page('')).toMatchObject({ items: [{ alert: alertId }], next: alertId });
    expect(await page(`&after=${alertId}`)).toEqual({ items: [], next: null });
    const paths = [`/v1/leads/${lead}/decisions`, `/v1/leads/${lead}/why`, `/v1/leads/${lead}/why?not=bo`, `/v1/people/${personId}`];
    const alerts = async () => (await read<{ alert: string; lead: string | null; text: string }[]>('/v1/alerts', 'ana')).body;
    for (const path of paths) expect([path, (await read(path, 'ana')).status]).toEqual([path, 200]);
    expect(await alerts()).toMatchObject([{ alert: alertId, lead }]);
    await mode('own');
    for (const path of paths) {
      expect([path, await read(path, 'ana')]).toMatchObject([path, { status: 403, body: { code: 'LEAD.HIDDEN' } }]);
      for (const other of ['cy', null]) expect([path, (await read(path, other)).status]).toEqual([path, 200]);
    }
    const fared = await read<object>(`/v1/leads/${lead}/why?not=ana`, 'ana');
    expect(fared.body).toMatchObject({
      ...{ present: null, decision: null, not: { rep: 'ana', verdict: 'excluded', code: 'at-holding-cap' } },
      words: ['ana was excluded: at capacity 30/30.'],
    });
    expect(JSON.stringify(fared.body)).not.toContain('cy');
    expect(await alerts()).toMatchObject([{ alert: alertId, lead: null, text: '', masked: ['lead', 'subject', 'text'] }]);
    const acknowledge = (rep: string) => api.post(`/v1/alerts/${alertId}/acknowledge`, {}, as(rep));
    expect(await acknowledge('cy')).toMatchObject({ status: 403, body: { code: 'ALERT.NOT_TOLD' } });
    expect((await acknowledge('ana')).status).toBe(200);
  });

  it('R0.9 R1.5 for the past, a pool is as it was set then', async () => {
    const [lead, pool] = [await capture(), `then${++names}`];
    await done(api.post('/v1/pools', { id: pool, name: pool }));
    await done(api.post(`/v1/leads/${lead}/move`, { pool, reason: 'x' }));
    const before = new Date().toISOString();
    await done(api.post(`/v1/pools/${pool}/settings`, { see: { roles: [], teams: ['south'], reps: [] }, reason: 'theirs' }));
    const sight = async (at = ''): Promise<string> =>
      (await api.get<{ sight: string }>(`/v1/leads/${lead}/visibility?rep=ana${at}`)).body.sight;
    expect([await sight(`&at=${before}`), await sight()]).toEqual(['full', 'hidden']);
  });

  it('a pool masks its own fields and is hidden from those it is not for, whatever the mode', async () => {
    const lead = await capture();
    const pool = `masked${++names}`;
    await done(api.post('/v1/pools', { id: pool, name: pool }));
    const see = { roles: [], teams: ['north'], reps: [] };
    await done(api.post(`/v1/pools/${pool}/settings`, { see, maskedFields: ['origin', 'externalId'], reason: 'x' }));
    await done(api.post(`/v1/leads/${lead}/move`, { pool, reason: 'x' }));
    const { body, headers } = await read<Line[]>(`/v1/pools/${pool}/leads`, 'ana');
    expect(body).toMatchObject([{ lead, externalId: null, origin: null, masked: ['externalId', 'origin'] }]);
    expect(headers.get('x-hidden')).toBe('0');
    expect((await read<Line[]>(`/v1/pools/${pool}/leads`, 'cy')).body).toEqual([]);
    expect((await read<Line[]>(`/v1/pools/${pool}/leads`, null)).body).toMatchObject([{ lead, externalId: expect.any(String) }]);
  });

  it('R2.13 what hiding costs is counted: requests, decided, and access that ends', async () => {
    const lead = await ownedBy('cy');
    expect(await api.post<Problem>(`/v1/leads/${lead}/access-requests`, { reason: 'x' }, as('ana'))).toMatchObject({
      status: 422,
      body: { code: 'ACCESS.GRANTED_ALREADY' },
    });
    await mode('own');
    await done(api.post(`/v1/leads/${lead}/access-requests`, { reason: 'The customer called me' }, as('ana')));
    expect(await api.post<Problem>(`/v1/leads/${lead}/access-requests`, { reason: 'again' }, as('ana'))).toMatchObject({
      body: { code: 'ACCESS.REQUESTED_ALREADY' },
    });
    const [request] = (
      await read<{ request: string; lead: string; rep: string; mode: string; granted: boolean | null }[]>(
        '/v1/access-requests?open=true',
        null,
      )
    ).body;
    expect(request).toMatchObject({ lead, rep: 'ana', mode: expect.stringContaining('own@'), granted: null });
    await done(api.post(`/v1/leads/${lead}/access-requests/${request!.request}/decide`, { granted: true }));
    expect((await read(`/v1/leads/${lead}`, 'ana')).status).toBe(200);
    await done(api.post(`/v1/leads/${lead}/access-requests/${request!.request}/decide`, { granted: false }));
    expect((await read(`/v1/leads/${lead}`, 'ana')).status).toBe(403);
    expect((await read<unknown[]>('/v1/access-requests?open=true', null)).body).toEqual([]);
    expect((await api.get('/v1/access-requests', as('ana'))).status).toBe(403);
  });
});

describe('rights', () => {
  it('R0.24 follow-ups follow ownership: a permitted non-owner is recorded as such, a former owner is refused', async () => {
    const lead = await ownedBy('ana');
    await done(api.post(`/v1/leads/${lead}/transfer`, { to: { kind: 'person', id: 'cy' }, reason: 'moved' }, as('ana')));
    await done(followUp(lead, 'ana'));
    const history = (await read<{ type: string; data: { by: string } }[]>(`/v1/leads/${lead}/history`, null)).body;
    expect(history.at(-1)).toMatchObject({ type: 'lead.follow-up-recorded', data: { by: 'ana' } });
    const findings: unknown[] = [];
    for await (const { metadata } of api.log.readStream(`lead-${lead}`)) findings.push(metadata.findings?.map(({ code }) => code));
    expect(findings.at(-1)).toEqual(['FOLLOW_UP.BY_NON_OWNER']);
    for (const name of ['team', 'own', 'own+pool masked']) {
      await mode(name);
      expect(await followUp(lead, 'ana')).toMatchObject({ status: 403, body: { code: 'LEAD.NOT_OWNER' } });
      await done(followUp(lead, 'cy'));
    }
  });

  it('R2.8 the matrix: a rep passes on its own leads; those of others with the right, given to it or to everyone, without another role', async () => {
    const pass = async (lead: string, rep: string) =>
      api.post<Problem>(`/v1/leads/${lead}/transfer`, { to: { kind: 'person', id: 'bo' }, reason: 'x' }, as(rep));
    expect((await pass(await ownedBy('ana'), 'ana')).status).toBe(200);
    const refused = await pass(await ownedBy('cy'), 'ana');
    expect(refused).toMatchObject({ status: 403, body: { code: 'LEAD.NOT_OWNER' } });
    const many = async (rep: string, leads: readonly string[]) =>
      api.post<{ moved: number; refused: number; leads: { lead: string; moved: boolean; problem?: Problem }[] }>(
        '/v1/redistributions',
        { leads, to: { kind: 'person', id: 'bo' }, reason: 'x' },
        as(rep),
      );
    expect((await many('ana', [])).status).toBe(403);
    await done(api.post('/v1/rights', { right: 'lead.redistribute', person: 'ana', reason: 'Stands in for Mia' }));
    expect((await pass(await ownedBy('cy'), 'ana')).status).toBe(200);
    expect((await pass(await ownedBy('ana'), 'cy')).status).toBe(403);
    const [one, two, lost] = [await ownedBy('cy'), await capture(), await ownedBy('cy')];
    await done(api.post(`/v1/leads/${lost}/lose`, {}));
    const { body } = await many('ana', [one, two, lost]);
    expect(body).toMatchObject({ moved: 2, refused: 1 });
    expect(body.leads.map(({ lead, moved, problem }) => [lead, moved, problem?.code])).toEqual([
      [one, true, undefined],
      [two, true, undefined],
      [lost, false, 'LEAD.CLOSED'],
    ]);
    await done(api.post('/v1/rights/withdraw', { right: 'lead.redistribute', person: 'ana', reason: 'Mia is back' }));
    expect((await pass(await ownedBy('cy'), 'ana')).status).toBe(403);
    await done(api.post('/v1/rights', { right: 'lead.redistribute', reason: 'Everyone helps' }));
    expect((await pass(await ownedBy('ana'), 'cy')).status).toBe(200);
    await done(api.post('/v1/rights/withdraw', { right: 'lead.redistribute', reason: 'over' }));
    expect((await api.post('/v1/rights', { right: 'lead.redistribute', reason: 'x' }, as('ana'))).status).toBe(403);
    expect((await api.post<Problem>('/v1/rights', { right: 'import.run', reason: 'x' })).status).toBe(400);
  });

  it('all leads of a rep are redistributed at once, each with its own answer', async () => {
    const rep = `leaver${++names}`;
    await done(api.post('/v1/reps', { id: rep, name: rep }));
    const leads = [await ownedBy(rep), await ownedBy(rep)].sort();
    const body = { rep, to: { kind: 'pool', id: 'intake' }, reason: 'left' };
    const answer = await done(
      api.post<{ moved: number; leads: { lead: string }[] }>('/v1/redistributions', body, { headers: { 'wait-for': token } }),
    );
    expect(answer).toMatchObject({ moved: 2, refused: 0 });
    expect(answer.leads.map(({ lead }) => lead).sort()).toEqual(leads);
    expect((await api.post<Problem>('/v1/redistributions', { ...body, leads })).body.code).toBe('REDISTRIBUTION.WHICH');
  });
});

import { type AuditVerdict, noteReads, type NotedRead, type ReaderDay } from '#libs/access';
import { organisationProjection } from '#libs/dispatch';
import { accessRequestProjection, leadCardProjection, ownershipProjection, personProjection } from '#libs/leads';
import { type Problem } from '#libs/platform';
import { runningApi, type RunningTestApi } from '../../../../test/rigs/running-api.js';

interface List<T> {
  readonly items: readonly T[];
}

let api: RunningTestApi;
let token = '';
const waiting = () => ({ 'wait-for': token });
const asAna = (purpose?: string) => ({
  role: 'rep' as const,
  as: 'Ana',
  rep: 'Ana',
  headers: { ...waiting(), ...(purpose !== undefined && { 'x-purpose': purpose }) },
});

async function capture(to?: string): Promise<string> {
  const { body } = await api.post<{ leadId: string; token: string }>(
    '/v1/inquiries',
    { source: 'web', channel: 'search' },
    { role: 'app' },
  );
  token = body.token;
  if (to === undefined) return body.leadId;
  const given = await api.post<{ token: string }>(`/v1/leads/${body.leadId}/assign`, { to: { kind: 'person', id: to } });
  token = given.body.token;
  return body.leadId;
}
const reads = async (query: string): Promise<readonly NotedRead[]> =>
  (await api.get<List<NotedRead>>(`/v1/audit/reads?${query}`)).body.items;
const today = new Date().toISOString().slice(0, 10);

beforeAll(async () => {
  api = await runningApi([ownershipProjection, leadCardProjection, organisationProjection, personProjection, accessRequestProjection]);
  await api.post('/v1/teams', { id: 'North', name: 'North' });
  for (const rep of ['Ana', 'Bo']) {
    await api.post('/v1/reps', { id: rep, name: rep });
    await api.post(`/v1/reps/${rep}/teams`, { team: 'North' });
  }
}, 120_000);
afterAll(() => api.stop());

describe('the audit of reads', () => {
  it('R2.15 R3.10 a lead that was read is on record before it is answered: who, what of it, by which route, why', async () => {
    const lead = await capture('Ana');
    expect((await api.get(`/v1/leads/${lead}`, asAna('call back'))).status).toBe(200);
    const [read, ...others] = await reads(`lead=${lead}`);
    expect(others).toEqual([]);
    expect(read).toMatchObject({
      actor: 'Ana',
      role: 'rep',
      route: 'GET /v1/leads/:lead',
      purpose: 'call back',
      leads: [lead],
      masked: [],
      hidden: 0,
      refused: false,
    });
    expect(read!.fields).toEqual(expect.arrayContaining(['attributes', 'holder', 'origin']));
    expect((await api.get('/v1/audit/reads', { role: 'manager' })).status).toBe(403);
  });

  it('R3.27 a list, a history, an answer about an owner and the leads behind a report are reads like any; a list is one record', async () => {
    const leads = [await capture('Bo'), await capture('Bo')];
    const list = await api.get<List<{ lead: string }>>('/v1/reps/Bo/portfolio', { headers: waiting() });
    expect(list.body.items.map(({ lead }) => lead).sort()).toEqual([...leads].sort());
    await api.get(`/v1/leads/${leads[0]!}/history`, { headers: waiting() });
    await api.get(`/v1/ownership?lead=${leads[0]!}`, { headers: waiting() });
    await api.get('/v1/owners', { headers: { ...waiting(), accept: 'application/x-ndjson' } });
    await api.get('/v1/events?after=0&type=lead.assigned', { headers: waiting() });
    const found = await reads(`lead=${leads[0]!}`);
    expect(found.map(({ route }) => route)).toEqual([
      'GET /v1/events',
      'GET /v1/owners',
      'GET /v1/ownership',
      'GET /v1/leads/:lead/history',
      'GET /v1/reps/:rep/portfolio',
    ]);
    expect([...found[4]!.leads].sort()).toEqual([...leads].sort());
  });

  it('R3.27 reads come by pages, of all leads of a person too, and the last page says that it is the last', async () => {
    const lead = await capture('Bo');
    for (let n = 0; n < 3; n++) await api.get(`/v1/leads/${lead}`, { headers: waiting() });
    const all = await reads(`lead=${lead}`);
    expect(all).toHaveLength(3);
    const pages: number[][] = [];
    for (let next: string | null = ''; next !== null;) {
      const { body }: { body: List<NotedRead> & { next: string | null } } = await api.get<List<NotedRead> & { next: string | null }>(
        `/v1/audit/reads?lead=${lead}&limit=2${next && `&after=${next}`}`,
      );
      pages.push(body.items.map(({ number }) => number));
      next = body.next;
    }
    expect(pages.map(({ length }) => length)).toEqual([2, 1]);
    expect(pages.flat()).toEqual(all.map(({ number }) => number));
  });

  it('R3.10 R3.27 what is kept from somebody is on record too: as refused where nothing was answered, else as left out', async () => {
    const lead = await capture('Bo');
    await api.post('/v1/settings/visibility', { mode: 'own', reason: 'test' });
    expect(await api.get<Problem>(`/v1/leads/${lead}`, asAna())).toMatchObject({ status: 403 });
    expect((await api.get<List<object>>('/v1/reps/Bo/portfolio', asAna())).body.items).toEqual([]);
    expect((await reads('reader=Ana')).slice(0, 2)).toMatchObject([
      { route: 'GET /v1/reps/:rep/portfolio', leads: [], hidden: 4, refused: false },
      { route: 'GET /v1/leads/:lead', leads: [], hidden: 1, refused: true },
    ]);
    await api.post('/v1/settings/visibility', { mode: 'open', reason: 'test' });
  });

  it('R2.15 R3.11 who reads far more than usual stands out, by day and beside what is usual for that reader', async () => {
    const note = noteReads(api.pool);
    const at = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString();
    const said = {
      actorKind: 'person',
      role: 'rep',
      route: 'GET /v1/leads/:lead',
      purpose: null,
      request: 'r',
      fields: [],
      masked: [],
      hidden: 0,
    };
    const read = (actor: string, daysAgo: number, count: number) =>
      note({ ...said, actor, at: at(daysAgo), leads: Array.from({ length: count }, (_, n) => `lead ${n}`), refused: false });
    for (let day = 5; day > 0; day--) await Promise.all([read('Cy', day, 10), read('Di', day, 100)]);
    await Promise.all([read('Cy', 0, 120), read('Cy', 0, 40), read('Di', 0, 120)]);
    const { items } = (await api.get<List<ReaderDay>>(`/v1/audit/readers?from=${at(1).slice(0, 10)}&to=${today}`)).body;
    const of = (reader: string, day = today) => items.find((each) => each.reader === reader && each.day === day);
    expect(of('Cy')).toMatchObject({ answers: 2, lines: 160, leads: 120, usual: 10, unusual: true });
    expect(of('Di')).toMatchObject({ answers: 1, leads: 120, usual: 100, unusual: false });
    expect(of('Cy', at(1).slice(0, 10))).toMatchObject({ leads: 10, unusual: false });
  });

  it('R2.15 a record that is altered or taken out is found; a hundred at once are a chain without a gap', async () => {
    const lead = await capture();
    await Promise.all(Array.from({ length: 100 }, () => api.get(`/v1/leads/${lead}`, { headers: waiting() })));
    const verify = async () => (await api.get<AuditVerdict>('/v1/audit/verification')).body;
    const verdict = await verify();
    expect(verdict).toMatchObject({ valid: true, firstDifference: null });
    expect(verdict.reads).toBeGreaterThanOrEqual(100);
    const number = verdict.reads - 50;
    await api.pool.query(`update audit.read set actor = 'somebody' where number = $1`, [number]);
    expect(await verify()).toMatchObject({
      valid: false,
      firstDifference: { number, what: 'it says something else than was written down' },
    });
    await api.pool.query('delete from audit.read where number = $1', [number]);
    expect(await verify()).toMatchObject({ valid: false, firstDifference: { number, what: 'it is missing' } });
  });

  it('R2.15 what cannot be written down is not answered', async () => {
    const lead = await capture();
    await api.pool.query('alter schema audit rename to audit_away');
    const answer = await api.get<Problem>(`/v1/leads/${lead}`, { headers: waiting() });
    await api.pool.query('alter schema audit_away rename to audit');
    expect(answer.status).toBeGreaterThanOrEqual(500);
    expect(JSON.stringify(answer.body)).not.toContain(lead);
  });

  it('refuses days that are none, all of them at once', async () => {
    const { status, body } = await api.get<Problem>('/v1/audit/readers?from=2026-13-01&to=today');
    expect(status).toBe(422);
    expect(body.violations.map(({ path }) => path)).toEqual(['from', 'to']);
    expect((await api.get<Problem>(`/v1/audit/reads?from=2026-03-02&to=2026-03-01`)).body).toMatchObject({ code: 'PERIOD.EMPTY' });
  });
});

import { type NotedRead } from '#libs/access';
import { organisationProjection } from '#libs/dispatch';
import { leadCardProjection, ownershipProjection } from '#libs/leads';
import { type Problem, systemClock } from '#libs/platform';
import {
  type Explanation,
  publishLibrary,
  type Receipt,
  type Reconciliation,
  type Report,
  type TeamHealth,
  type Verdict,
} from '#libs/reporting';
import { runningApi, type RunningTestApi } from '../../../../test/rigs/running-api.js';

let api: RunningTestApi;
const today = new Date().toISOString().slice(0, 10);
const period = { from: today, to: today };

beforeAll(async () => {
  api = await runningApi([ownershipProjection, leadCardProjection, organisationProjection]);
  await publishLibrary({ log: api.log, clock: systemClock });
  await api.post('/v1/teams', { id: 'north', name: 'North' });
  await api.post('/v1/reps', { id: 'ana', name: 'Ana' });
  await api.post('/v1/reps/ana/teams', { team: 'north' });
  let token = '';
  for (let n = 0; n < 3; n++) {
    const inquiry = { source: 'web', channel: 'search', contact: { phones: [`+4930777000${n % 2}`] } };
    const { body } = await api.post<{ leadId: string }>('/v1/inquiries', inquiry, { role: 'app' });
    token = (await api.post<{ token: string }>(`/v1/leads/${body.leadId}/assign`, { to: { kind: 'person', id: 'ana' } })).body.token;
  }
  await api.get('/v1/teams', { headers: { 'wait-for': token } });
});
afterAll(() => api.stop());

describe('reports over HTTP', () => {
  it('R0.19 a number comes with definition, version, period, zone, position and a receipt that verifies', async () => {
    const { status, body } = await api.post<Report>('/v1/reports/run', { definition: 'new_leads@1', ...period, by: 'channel' });
    expect([status, body.definition, body.version, body.timeZone]).toEqual([200, 'new_leads', 1, 'UTC']);
    expect(body.total).toBeGreaterThan(0);
    const verdict = await api.post<Verdict>('/v1/receipts/verify', { receipt: body.receipt });
    expect(verdict.body).toMatchObject({ valid: true });
    const forged = { ...(body.receipt as Receipt), total: 99 };
    expect((await api.post<Verdict>('/v1/receipts/verify', { receipt: forged })).body).toMatchObject({ valid: false });
  });

  it('R5.3 a receipt is verified alone or in its answer, and an answer that says something else than its receipt is refused', async () => {
    const { body } = await api.post<Report>('/v1/reports/run', { definition: 'new_leads@1', ...period });
    for (const sent of [body.receipt, body])
      expect((await api.post<Verdict>('/v1/receipts/verify', sent as object)).body).toMatchObject({ valid: true, firstDifference: null });
    expect((await api.post<Verdict>('/v1/receipts/verify', { ...body, total: 99 })).body).toMatchObject({
      valid: false,
      firstDifference: { kind: 'answer', field: 'total', expected: body.total, found: 99 },
    });
  });

  it('R0.19 the same as a file to give away, by what the caller accepts', async () => {
    const ask = (accept: string) => api.post<string>('/v1/reports/run', { definition: 'new_leads@1', ...period }, { headers: { accept } });
    const page = await ask('text/html');
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const csv = await ask('text/csv, application/problem+json');
    expect(csv.headers.get('content-type')).toMatch(/^text\/csv/);
    const refused = await api.post<Problem>('/v1/reports/run', { definition: 'none', ...period }, { headers: { accept: 'text/html' } });
    expect([refused.status, refused.body.code]).toEqual([404, 'DEFINITION.NOT_FOUND']);
  });

  it('R5.2 the leads behind a number, and what another version changes', async () => {
    const members = await api.post<{ id: string }[]>(
      '/v1/reports/leads',
      { definition: 'new_leads@1', ...period },
      { headers: { accept: 'application/x-ndjson' } },
    );
    const { body } = await api.post<Report>('/v1/reports/run', { definition: 'new_leads@1', ...period });
    expect(members.body).toHaveLength(body.total ?? -1);
    const whole = await api.post<{ items: unknown[]; next: null }>('/v1/reports/leads', { definition: 'new_leads@1', ...period });
    expect(whole.body).toEqual({ items: members.body, next: null });
    const compared = { before: 'new_leads@1', after: 'won_value', ...period };
    const diff = await api.post<{ before: Report; after: Report; measures: object[]; leave: object[] }>('/v1/reports/diff', compared);
    expect(diff).toMatchObject({ status: 200, body: { enter: expect.any(Array), change: expect.any(Array) } });
    expect(diff.body.leave).toHaveLength(body.total ?? -1);
    const { body: lines } = await api.post<object[]>('/v1/reports/diff', compared, { headers: { accept: 'application/x-ndjson' } });
    const { before, after, measures } = diff.body;
    expect(measures).toEqual([{ name: 'sum', before: 'the number of rows', after: 'the sum of amount' }]);
    expect(lines).toEqual([{ before, after, measures }, ...diff.body.leave.map((entry) => ({ ...entry, list: 'leave' }))]);
    const refused = await api.post<Problem>('/v1/reports/diff', { ...compared, after: 'none' });
    expect([refused.status, refused.body.code]).toEqual([404, 'DEFINITION.NOT_FOUND']);
  });

  it('R3.29 an external list of won deals is reconciled against the log', async () => {
    const { body: captured } = await api.post<{ leadId: string }>(
      '/v1/inquiries',
      { source: 'web', channel: 'search', contact: { phones: ['+493077711'] } },
      { role: 'app' },
    );
    const { body: won } = await api.post<{ token: string }>(`/v1/leads/${captured.leadId}/win`, {
      value: { amount: '10', currency: 'EUR' },
    });
    await api.get('/v1/teams', { headers: { 'wait-for': won.token } });
    const csv = `lead,won_on\n${captured.leadId},${today}\nnobody,${today}\n`;
    const { status, body } = await api.post<Reconciliation>('/v1/reports/reconcile', { csv });
    expect([status, body.counts]).toEqual([200, { in_time: 1, afterwards: 0, absent: 1, unlisted: 0 }]);
    const refused = await api.post<Problem>('/v1/reports/reconcile', { csv: 'lead,won_on\na,yesterday\n' });
    expect([refused.status, refused.body.code]).toEqual([422, 'RECONCILE.ROW']);
  });

  it('why a lead counts, or does not, and that it has to be there', async () => {
    const { body: members } = await api.post<{ lead: string }[]>(
      '/v1/reports/leads',
      { definition: 'new_leads@1', ...period },
      { headers: { accept: 'application/x-ndjson' } },
    );
    const { lead } = members[0]!;
    const { status, body } = await api.post<Explanation>('/v1/reports/explain', { definition: 'new_leads@1', lead, ...period });
    expect([status, body.lead, body.counted > 0, body.rows[0]!.events.length]).toEqual([200, lead, true, 1]);
    expect(await api.post('/v1/reports/explain', { definition: 'new_leads@1', lead: 'crm:none', from: today })).toMatchObject({
      status: 422,
      body: { violations: [{ path: 'to' }] },
    });
    expect(await api.post('/v1/reports/explain', { definition: 'new_leads@1', lead: 'crm:none' })).toMatchObject({
      status: 404,
      body: { code: 'LEAD.NOT_FOUND' },
    });
  });

  it('R3.27 whatever a report says of leads is on record as read: their list, one explained, wins reconciled, what moved between versions', async () => {
    const inquiry = { source: 'web', channel: 'search', contact: { phones: ['+493077712'] } };
    const captured = await api.post<{ leadId: string; token: string }>('/v1/inquiries', inquiry, { role: 'app' });
    const { leadId: lead, token } = captured.body;
    const headers = { 'wait-for': token };
    await api.get('/v1/teams', { headers });
    await api.post('/v1/reports/explain', { definition: 'new_leads@1', lead, ...period });
    await api.post('/v1/reports/reconcile', { csv: `lead,won_on\n${lead},${today}\n` });
    await api.post('/v1/reports/diff', { before: 'new_leads@1', after: 'won_value', ...period });
    const { body } = await api.get<{ items: NotedRead[] }>(`/v1/audit/reads?lead=${lead}`, { headers });
    expect(body.items.map(({ route }) => route)).toEqual([
      'POST /v1/reports/diff',
      'POST /v1/reports/reconcile',
      'POST /v1/reports/explain',
    ]);
  });

  it('R5.4 a published figure is on record with what became of it; sent twice it is published once', async () => {
    const headers = { 'idempotency-key': 'march figure' };
    const publish = () =>
      api.post<{ figureId: string; token: string }>('/v1/reports/publish', { definition: 'new_leads', ...period }, { headers });
    const [first, second] = [await publish(), await publish()];
    expect([first.status, second.body.figureId]).toEqual([201, first.body.figureId]);
    const listed = await api.get<{ items: { figureId: string }[] }>('/v1/reports/restatements?name=new_leads', {
      headers: { 'wait-for': first.body.token },
    });
    expect(listed.body.items.map(({ figureId }) => figureId)).toEqual([first.body.figureId]);
    const choose = (choice: string) =>
      api.post<Problem>(`/v1/reports/figures/${first.body.figureId}/${choice}`, { definition: 'new_leads', reason: 'r' });
    expect(await choose('hold')).toMatchObject({ status: 422, body: { code: 'FIGURE.UNCHANGED' } });
    expect(await choose('forget')).toMatchObject({ status: 404, body: { code: 'FIGURE.CHOICE' } });
  });

  it('R0.11 the manager’s four questions', async () => {
    const health = await api.get<TeamHealth>(`/v1/teams/north/health?from=${today}&to=${today}`);
    expect(health).toMatchObject({ status: 200, body: { questions: Array.from({ length: 4 }, () => expect.anything()) } });
    expect(await api.get(`/v1/teams/none/health?from=${today}&to=${today}`)).toMatchObject({
      status: 404,
      body: { code: 'TEAM.NOT_FOUND' },
    });
  });
});

describe('definitions over HTTP', () => {
  it('R0.20 a new version is published beside the old ones, with a reason', async () => {
    const { body: shown } = await api.get<{ document: string; version: number; position: string }>('/v1/definitions/new_leads@1');
    expect(shown.position).toMatch(/^\d+$/);
    const document = shown.document.replace(/^title: .*$/m, 'title: Something else');
    const refused = await api.post<Problem>('/v1/definitions', { document });
    expect([refused.status, refused.body.violations[0]?.code]).toEqual([422, 'DEFINITION.REASON']);
    const published = await api.post<{ name: string; version: number; token: string }>('/v1/definitions', {
      document,
      reason: 'clearer words',
    });
    expect(published).toMatchObject({ status: 201, body: { name: 'new_leads', version: expect.any(Number) } });
    const list = await api.get<{ items: { name: string; version: number }[] }>('/v1/definitions', {
      headers: { 'wait-for': published.body.token },
    });
    expect(list.body.items.filter(({ name }) => name === 'new_leads').map(({ version }) => version)).toContain(published.body.version);
  });

  it('R3.23 a definition is drafted, put to test, published from a time on, and retired', async () => {
    const document = 'definition: lived\ntitle: Lived\nentity: inquiry\nmeasure: count\n';
    const drafted = await api.post<{ version: number }>('/v1/definitions/drafts', { document, reason: 'try' });
    expect(drafted).toMatchObject({ status: 201, body: { name: 'lived', version: 1, state: 'draft' } });
    const step = (move: string, more: object = {}) =>
      api.post<{ state: string; token: string }>(`/v1/definitions/lived@1/${move}`, { reason: 'next', ...more });
    expect((await step('test')).body.state).toBe('test');
    const published = await step('publish', { effectiveFrom: '2999-01-01T00:00:00Z' });
    expect(published.body).toMatchObject({ state: 'published', effectiveFrom: '2999-01-01T00:00:00.000Z' });
    const wait = { headers: { 'wait-for': published.body.token } };
    expect(await api.get('/v1/definitions/lived', wait)).toMatchObject({ status: 409, body: { code: 'DEFINITION.NOT_IN_FORCE' } });
    expect((await api.get('/v1/definitions/lived@1')).body).toMatchObject({
      state: 'published',
      changes: [{ state: 'draft' }, { state: 'test' }, { state: 'published' }],
    });
    expect((await step('retire')).body.state).toBe('retired');
    expect(await step('test')).toMatchObject({ status: 409, body: { code: 'DEFINITION.STATE' } });
    expect(await api.post('/v1/definitions/lived/retire', { reason: 'x' })).toMatchObject({ status: 422 });
  });

  it('a document is checked with line and column, and nothing is published', async () => {
    const { body } = await api.post<{ problems: { line: number; column: number }[] }>('/v1/definitions/check', {
      document: 'name: 5\ncount: nothing\n',
    });
    expect(body.problems[0]).toMatchObject({ line: expect.any(Number), column: expect.any(Number) });
  });

  it.each([
    ['/v1/reports/run', { definition: 'none', ...period }, 404],
    ['/v1/reports/run', { definition: 'new_leads', ...period, where: 'chanel == "x"' }, 422],
    ['/v1/reports/run', { definition: 'new_leads', from: '2026-02-30', to: today }, 422],
    ['/v1/reports/run', { from: today }, 400],
    ['/v1/receipts/verify', {}, 422],
  ])('%s %j is refused with %i', async (path, body, status) => {
    const answer = await api.post<Problem>(path, body);
    expect([answer.status, answer.body.violations[0]?.message]).toEqual([status, expect.any(String)]);
  });
});

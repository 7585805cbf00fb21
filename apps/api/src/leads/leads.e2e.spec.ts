import { organisationProjection } from '#libs/dispatch';
import { accessRequestProjection, leadCardProjection, type OwnerAnswer, ownershipProjection, personProjection } from '#libs/leads';
import { newId, type Problem } from '#libs/platform';
import { runningApi, type RunningTestApi } from '../../../../test/rigs/running-api.js';

interface Captured {
  readonly inquiryId: string;
  readonly leadId: string;
  readonly personId: string;
  readonly joined: boolean;
  readonly token: string;
}
interface Accepted {
  readonly leadId: string;
  readonly revision: number;
  readonly token: string;
  readonly events: readonly { readonly id: string; readonly type: string }[];
}

let api: RunningTestApi;
let phones = 0;

const capture = async (body: object = {}, headers: Record<string, string> = {}): Promise<Captured> => {
  const inquiry = {
    source: 'web',
    channel: 'search',
    contact: { name: 'Kim', phones: [`+49301234${String(++phones).padStart(4, '0')}`] },
    ...body,
  };
  const answer = await api.post<Captured>('/v1/inquiries', inquiry, { role: 'app', headers });
  expect(answer.status).toBe(201);
  return answer.body;
};

beforeAll(async () => {
  api = await runningApi([ownershipProjection, leadCardProjection, personProjection, organisationProjection, accessRequestProjection]);
  await api.post('/v1/teams', { id: 'north', name: 'North' });
  for (const rep of ['ana', 'bo']) {
    await api.post('/v1/reps', { id: rep, name: rep.toUpperCase() });
    await api.post(`/v1/reps/${rep}/teams`, { team: 'north' });
  }
});
afterAll(() => api.stop());

describe('the front door', () => {
  it('R0.2 a repeat of a known phone joins its lead as an inquiry of its own', async () => {
    const first = await capture({ contact: { phones: ['+49 30 5550001'] } });
    const second = await capture({ contact: { phones: ['+49 (30) 555-0001'] }, source: 'chat' });
    expect(second).toMatchObject({ leadId: first.leadId, personId: first.personId, joined: true });
    expect(second.inquiryId).not.toBe(first.inquiryId);
  });

  it('the same Idempotency-Key twice captures once and is answered alike; with another body it is refused', async () => {
    const key = { 'idempotency-key': 'form 4711' };
    const body = { contact: { phones: ['+49305550002'] } };
    const first = await capture(body, key);
    expect(await capture(body, key)).toMatchObject({ inquiryId: first.inquiryId, leadId: first.leadId, token: first.token });
    const other = await api.post('/v1/inquiries', { channel: 'email' }, { role: 'app', headers: key });
    expect(other).toMatchObject({ status: 422, body: { code: 'COMMAND.ID_REUSED' } });
  });

  it('a broken phone number is kept with a finding, never refused', async () => {
    const { leadId } = await capture({ contact: { phones: ['call me'] } });
    expect(leadId).toEqual(expect.any(String));
  });
});

describe('commands on a lead', () => {
  it('an inquiry and a lead that is read have the ETag that the next command pins', async () => {
    const inquiry = { source: 'web', channel: 'search', contact: { phones: ['+49 30 5550077'] } };
    const first = await api.post<Captured>('/v1/inquiries', inquiry, { role: 'app' });
    expect(first.headers.get('etag')).toBe('"0"');
    const second = await api.post<Captured>('/v1/inquiries', inquiry, { role: 'app' });
    expect(second.headers.get('etag')).toBe('"1"');
    const read = await api.get(`/v1/leads/${second.body.leadId}`, { headers: { 'wait-for': second.body.token } });
    expect([read.headers.get('etag'), read.body]).toEqual(['"1"', expect.objectContaining({ revision: 1 })]);
  });

  it('R0.5 fifty parallel claims give one owner, and every other is told who won', async () => {
    const { leadId } = await capture();
    const claims = await Promise.all(
      Array.from({ length: 50 }, (_, n) => {
        const rep = n % 2 === 0 ? 'ana' : 'bo';
        return api.post<Accepted & Problem>(`/v1/leads/${leadId}/claim`, {}, { role: 'rep', as: rep, rep });
      }),
    );
    const winners = claims.filter(({ status }) => status === 200);
    expect(winners).toHaveLength(1);
    expect(winners[0]!.body.events.map(({ type }) => type)).toEqual(['lead.claimed']);
    const losers = claims.filter(({ status }) => status === 409);
    expect(losers).toHaveLength(49);
    const { body } = await api.get<OwnerAnswer>(`/v1/ownership?lead=${leadId}`, { headers: { 'wait-for': winners[0]!.body.token } });
    for (const loser of losers) expect(JSON.stringify(loser.body)).toContain(body.owner);
    const { body: history } = await api.get<{ items: { type: string }[] }>(`/v1/leads/${leadId}/history`);
    expect(history.items.filter(({ type }) => type === 'lead.claimed')).toHaveLength(1);
  });

  it('R0.7 the answer to a command sent twice is the first answer, and the log has it once', async () => {
    const { leadId } = await capture();
    const key = { 'idempotency-key': newId() };
    const send = () =>
      api.post<Accepted>(`/v1/leads/${leadId}/assign`, { to: { kind: 'person', id: 'ana' }, reason: 'first' }, { headers: key });
    const [first, second] = [await send(), await send()];
    expect(second).toMatchObject({ status: 200, body: first.body });
  });

  it('a pinned revision that has passed is 412', async () => {
    const { leadId } = await capture();
    const first = await api.post<Accepted>(
      `/v1/leads/${leadId}/assign`,
      { to: { kind: 'person', id: 'ana' } },
      { headers: { 'if-match': '"0"' } },
    );
    expect([first.status, first.headers.get('etag')]).toEqual([200, '"1"']);
    const late = await api.post(`/v1/leads/${leadId}/assign`, { to: { kind: 'person', id: 'bo' } }, { headers: { 'if-match': '"0"' } });
    expect(late).toMatchObject({ status: 412, body: { code: 'STREAM.CHANGED' } });
  });

  it('a lead is also named by source:external-id; one that does not exist is 404', async () => {
    const { token, leadId } = await capture({ externalSource: 'crm', externalId: 'L-7' });
    const named = await api.post<Accepted>(
      '/v1/leads/crm:L-7/follow-ups',
      { type: 'call', direction: 'outbound', outcome: 'reached', by: 'ana', note: 'asked for Tuesday' },
      { headers: { 'wait-for': token } },
    );
    expect(named).toMatchObject({ status: 200, body: { leadId } });
    expect(await api.post('/v1/leads/crm:none/lose', {})).toMatchObject({ status: 404, body: { code: 'LEAD.NOT_FOUND' } });
    expect(await api.post(`/v1/leads/${newId()}/lose`, {})).toMatchObject({ status: 404, body: { code: 'LEAD.NOT_FOUND' } });
  });

  it('an instant in the future is refused', async () => {
    const { leadId } = await capture();
    const answer = await api.post<Problem>(`/v1/leads/${leadId}/follow-ups`, {
      type: 'call',
      direction: 'outbound',
      occurredAt: '2999-01-01T00:00:00Z',
    });
    expect(answer.status).toBe(422);
  });

  it('the whole life of a lead goes through', async () => {
    const { leadId } = await capture();
    const steps: [string, object][] = [
      ['assign', { to: { kind: 'person', id: 'ana' } }],
      ['follow-ups', { type: 'call', direction: 'outbound' }],
      ['next-actions', { action: 'send offer', dueAt: new Date(Date.now() + 86_400_000).toISOString() }],
      ['stage', { stage: 'offer' }],
      ['attributes', { attributes: { size: 12 } }],
      ['transfer', { to: { kind: 'person', id: 'bo' }, reason: 'knows them' }],
      ['correct-ownership', { to: { kind: 'person', id: 'ana' }, reason: 'entered late', occurredAt: new Date().toISOString() }],
      ['win', { value: { amount: '1200.50', currency: 'EUR' } }],
      ['reopen', { reason: 'came back' }],
      ['recycle', { reason: 'no answer' }],
      ['lose', { reason: 'bought elsewhere' }],
    ];
    let token = '';
    for (const [path, body] of steps) {
      const answer = await api.post<Accepted & Problem>(`/v1/leads/${leadId}/${path}`, body);
      expect([path, answer.status, answer.body.detail]).toEqual([path, 200, undefined]);
      token = answer.body.token;
    }
    const { body } = await api.get<{ status: string; stage: string }>(`/v1/leads/${leadId}`, { headers: { 'wait-for': token } });
    expect(body).toMatchObject({ status: 'lost', stage: 'offer' });
  });
});

describe('reads', () => {
  it('R0.10 a queue names the reason of each place; lists come as JSON and as NDJSON', async () => {
    const { leadId } = await capture();
    const { body } = await api.post<Accepted>(`/v1/leads/${leadId}/assign`, { to: { kind: 'person', id: 'bo' } });
    const wait = { 'wait-for': body.token };
    const queue = await api.get<{ items: { rank: number; because: string; lead: string }[] }>('/v1/reps/bo/queue', { headers: wait });
    expect(queue.body.items).toEqual(expect.arrayContaining([expect.objectContaining({ lead: leadId, because: expect.any(String) })]));
    const lines = await api.get<{ lead: string }[]>('/v1/owners', { headers: { accept: 'application/x-ndjson' } });
    expect(lines.body.map(({ lead }) => lead)).toContain(leadId);
    const portfolio = await api.get<{ lead: string; since: string }[]>('/v1/reps/bo/portfolio', {
      headers: { accept: 'application/x-ndjson' },
    });
    expect(portfolio.body).toEqual(expect.arrayContaining([expect.objectContaining({ lead: leadId, since: expect.any(String) })]));
  });

  it('R0.21 a person is found by phone, with all leads', async () => {
    const { leadId, personId, token } = await capture({ contact: { phones: ['+49305550009'] } });
    const byPhone = await api.get<OwnerAnswer>(`/v1/ownership?lead=${encodeURIComponent('phone:+49 30 5550009')}`, {
      headers: { 'wait-for': token },
    });
    expect(byPhone.body).toMatchObject({ lead: leadId, holder: 'pool', holderId: 'intake' });
    expect((await api.get(`/v1/ownership?lead=person:${personId}`)).body).toMatchObject({ lead: leadId });
  });

  it('who works here, and what waits', async () => {
    const { body } = await api.get<{ items: { rep: string; teams: string[] }[] }>('/v1/reps');
    expect(body.items).toEqual([expect.objectContaining({ rep: 'ana', teams: ['north'] }), expect.objectContaining({ rep: 'bo' })]);
    expect((await api.get('/v1/teams')).body).toMatchObject({ items: [{ team: 'north', members: 2 }] });
    expect((await api.get('/v1/pools')).body).toMatchObject({ items: [{ pool: 'intake' }] });
    const waiting = await api.get<{ items: object[] }>('/v1/pools/intake/leads');
    expect(waiting.body.items.length).toBeGreaterThan(0);
  });

  it.each([
    ['/v1/ownership', 400],
    ['/v1/ownership?lead=x&at=2026-02-30T00:00:00Z', 400],
    ['/v1/ownership?lead=x&at=yesterday', 400],
    ['/v1/ownership?lead=none', 404],
    ['/v1/owners?at=2999-01-01T00:00:00Z', 422],
    ['/v1/owners?position=999999', 422],
    ['/v1/reps/nobody/queue', 404],
    ['/v1/pools/none/leads', 404],
    ['/v1/leads/none', 404],
  ])('%s is %i and says what to do', async (path, status) => {
    const answer = await api.get<Problem>(path);
    expect([answer.status, answer.body.violations[0]?.message]).toEqual([status, expect.any(String)]);
  });

  it('a token that no command returned is 400', async () => {
    expect(await api.get('/v1/owners', { headers: { 'wait-for': 'x' } })).toMatchObject({ status: 400, body: { code: 'TOKEN.MALFORMED' } });
  });
});

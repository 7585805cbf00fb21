import { type NotedRead, type Role } from '#libs/access';
import { type LedgerEvent } from '#libs/contracts';
import { organisationProjection } from '#libs/dispatch';
import { accessRequestProjection, leadCardProjection, ownershipProjection } from '#libs/leads';
import { type Problem } from '#libs/platform';
import { captureData, fixedClock, moveData, person, StreamHistory } from '#libs/testing';
import { readFileSync } from 'node:fs';
import { type RaiseAlert } from '#libs/governance';
import { fairnessAlarm } from '../../../../libs/dispatch/src/trust/fairness-alarm.js';
import { overrideAlarm } from '../../../../libs/dispatch/src/trust/override-alarm.js';
import { runningApi, type RunningTestApi } from '../../../../test/rigs/running-api.js';

const document = readFileSync(new URL('../../../../docs/how-to/by-source.policy.yaml', import.meta.url), 'utf8');
const period = 'from=2026-03-02&to=2026-03-08';
const LEADS = 24;

let api: RunningTestApi;
beforeAll(async () => {
  api = await runningApi([ownershipProjection, leadCardProjection, organisationProjection, accessRequestProjection]);
  await history();
  await settled();
});
afterAll(() => api.stop());

const at = (day: number, hour: number): string => `2026-03-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00.000Z`;

/**
 * A week: two reps, a policy since 2 March, and every decision of its one rule undone by Mia, who gives everything to Bo. Odd leads turn out to be
 * none. Ana was away on the 4th.
 */
async function history(): Promise<void> {
  const joined = { knownAt: '2026-02-01T09:00:00Z' };
  await new StreamHistory('team-inbound')
    .add('team.created', { teamId: 'inbound', name: 'Inbound', attributes: {} }, joined)
    .appendTo(api.log);
  for (const rep of ['ana', 'bo']) {
    const told = new StreamHistory(`rep-${rep}`)
      .add('rep.joined', { repId: rep, name: rep, attributes: {} }, joined)
      .add('rep.team-joined', { team: 'inbound' });
    if (rep === 'ana')
      told.add(
        'rep.absence-announced',
        { absenceId: 'a', kind: 'sick', from: at(4, 0), to: at(5, 0), cover: null, note: null },
        { knownAt: at(6, 9) },
      );
    await told.appendTo(api.log);
  }
  const drafted = {
    kind: 'assignment',
    name: 'inbound',
    version: 1,
    document,
    documentHash: 'h',
    owner: 'mia',
    effectiveFrom: null,
    reviewBy: null,
  };
  await new StreamHistory('policy-assignment-inbound')
    .add('policy.drafted', { ...drafted, reason: 'first' }, { knownAt: at(1, 9) })
    .add('policy.activated', { version: 1, effectiveFrom: at(2, 0), answers: [], reason: 'go' })
    .appendTo(api.log);
  const decisions = new StreamHistory('dispatch-inbound');
  for (let n = 0; n < LEADS; n++) {
    const arrived = at(2 + (n % 4), 9);
    const decisionId = `decision-${n}`;
    const policy = { name: 'inbound', version: 1 };
    const lead = new StreamHistory(`lead-${n}`).add('lead.captured', captureData(String(n), { externalId: `X-${n}` }), {
      knownAt: arrived,
    });
    lead.add('lead.assigned', moveData(person('ana')), { decisionId, policy });
    lead.add('lead.transferred', moveData(person('bo')), { knownAt: at(2 + (n % 4), 11) });
    if (n % 2) lead.add('lead.marked-invalid', { reason: 'spam' }, { knownAt: at(7, 9) });
    await lead.appendTo(api.log);
    decisions.add('assignment.decided', decisionOf(n, decisionId, arrived), { knownAt: at(7, 9), decisionId, policy });
    const by = { kind: 'person' as const, id: 'mia', assurance: 'local' };
    decisions.add('assignment.overridden', {
      ...{ decisionId, leadId: String(n), policy, entry: 'advertisements', chosen: person('ana'), to: person('bo'), by, reason: null },
      eventId: `event-${n}`,
    });
  }
  const beside = { mode: 'shadow' as const, fairness: null };
  decisions.add('assignment.decided', { ...decisionOf(0, 'shadow-0', at(2, 9)), ...beside }, { knownAt: at(7, 9) });
  decisions.add(
    'fairness.posted',
    {
      ...{ postingId: 'p', account: 'inbound', rep: 'ana', turns: -5, weight: 1, decisionId: null, leadId: null, because: 'spam' },
    },
    { knownAt: at(8, 9) },
  );
  await decisions.appendTo(api.log);
  await new StreamHistory('lead-waited')
    .add('lead.captured', captureData('waited', { holder: { kind: 'pool', id: 'backlog' } }), { knownAt: at(3, 9) })
    .add('lead.assigned', moveData(person('bo')), { knownAt: at(3, 10) })
    .appendTo(api.log);
}

function decisionOf(n: number, decisionId: string, when: string): LedgerEvent<'assignment.decided'>['data'] {
  const candidate = (rep: string) => ({ rep, excluded: null, compared: { pointer: '0' } });
  return {
    ...{ decisionId, leadId: String(n), inquiryId: null, mode: 'live', policy: { name: 'inbound', version: 1 }, team: 'inbound' },
    ...{ decidedAt: { position: 1, at: when }, leadRevision: 0, rule: { kind: 'entry', name: 'advertisements', strategy: 'round-robin' } },
    ...{ candidates: [candidate('ana'), candidate('bo')], comparison: null, chosen: person('ana'), fallbacks: [], alert: null, seed: null },
    ...{ heldUntil: null, returns: null, fairness: { rep: 'ana', turns: 1, weight: 1, value: null } },
  };
}

/** Resolves once the read models have everything that is in the log. */
async function settled(): Promise<void> {
  for (;;) {
    const { body } = await api.get<{ items: { lag: number }[] }>('/v1/projections');
    if (body.items.every(({ lag }) => lag === 0)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const readsBy = async (reader: string): Promise<readonly NotedRead[]> =>
  (await api.get<{ items: readonly NotedRead[] }>(`/v1/audit/reads?reader=${reader}`)).body.items;

/** What an alarm tells, by key. */
function alarm() {
  const told = new Map<string, RaiseAlert>();
  const alerts = {
    raiseAlert: (alert: RaiseAlert) => Promise.resolve({ alertId: told.set(alert.key, alert) && alert.key, to: 'mia' }),
  };
  return { told, context: { pool: api.pool, alerts, timeZone: 'Europe/Berlin' } };
}

describe('trust reports over HTTP', () => {
  it('R2.9 R5.6 a week in which everything was undone says so, by rule, rep and week, and recommends to switch off', async () => {
    const { body } = await api.get(`/v1/policies/assignment/inbound/overrides?${period}`);
    expect(body).toMatchObject({
      decisions: LEADS,
      overridden: LEADS,
      share: 1,
      byRule: [{ name: 'inbound: entry advertisements', decisions: LEADS, overridden: LEADS }],
      byRep: [{ name: 'ana' }],
      byWeek: [{ name: '2026-03-02' }],
    });
    expect(body['recommendations']).toHaveLength(2);
    expect((await api.get('/v1/policies/overrides?from=2026-03-09&to=2026-03-10')).body).toMatchObject({ decisions: 0, share: null });
  });

  it('R5.6 the owner is told, once a rule and week, however often it is looked', async () => {
    const { told, context } = alarm();
    for (const hour of [9, 10]) await overrideAlarm({ ...context, clock: fixedClock(at(8, hour)) });
    expect([...told.values()].map(({ to, key }) => [to, key])).toEqual([
      [{ person: 'mia' }, 'overrides inbound as a whole 2026-03-02'],
      [{ person: 'mia' }, 'overrides inbound entry advertisements 2026-03-02'],
    ]);
    expect([...told.values()][0]!.text).toContain(`${LEADS} of ${LEADS} decisions undone`);
    await overrideAlarm({ ...context, clock: fixedClock(at(20, 9)) });
    expect(told.size).toBe(2);
  });

  it('R2.5 R5.8 whoever stands further from the mean than the policy accepts is told of by name to its owner, once a week', async () => {
    const { told, context } = alarm();
    for (const hour of [9, 10]) await fairnessAlarm({ ...context, clock: fixedClock(at(8, hour)) });
    expect([...told.values()].map(({ to, key, text }) => [to, key, text.split(';')[0]])).toEqual([
      [{ person: 'mia' }, 'unfair inbound ana 2026-03-02', 'In 28 days ana got 12 by valid_count, 6 above the mean of 6'],
      [{ person: 'mia' }, 'unfair inbound bo 2026-03-02', 'In 28 days bo got 0 by valid_count, 6 below the mean of 6'],
    ]);
    await fairnessAlarm({ ...context, clock: fixedClock('2026-04-20T09:00:00.000Z') });
    expect(told.size).toBe(2);
  });

  it('R2.5 R5.8 values what each rep got under any measure, without assigning anything anew', async () => {
    const path = `/v1/policies/assignment/inbound/fairness?${period}`;
    expect((await api.get(path)).body).toMatchObject({
      measure: 'valid_count',
      tolerance: 5,
      lines: [
        { rep: 'ana', amount: LEADS / 2, deviation: LEADS / 4, turns: LEADS - 5, credits: 5 },
        { rep: 'bo', amount: 0 },
      ],
    });
    const window = (await api.get('/v1/policies/assignment/inbound/fairness?to=2026-03-08T12:00:00Z')).body;
    expect(window).toMatchObject({
      windowDays: 28,
      from: '2026-02-08T12:00:00.000Z',
      to: '2026-03-08T12:00:00.000Z',
      breaches: ['ana', 'bo'],
    });
    expect((await api.get(`${path}&measure=count&tolerance=100`)).body).toMatchObject({ lines: [{ amount: LEADS }, {}], breaches: [] });
  });

  it('R2.9 R5.8 decisions, what became of them and postings count as they were known at an instant or a position', async () => {
    const overrides = async (known: string) =>
      (await api.get(`/v1/policies/assignment/inbound/overrides?${period}&${known}`)).body as { decisions: number; overridden: number };
    const { rows } = await api.pool.query<{ position: string }>(
      `select min(position)::text as position from read.log_entry where type = 'assignment.decided'`,
    );
    const first = Number(rows[0]!.position);
    expect(await overrides(`knownAt=${at(6, 9)}`)).toMatchObject({ decisions: 0, overridden: 0 });
    expect(await overrides(`position=${first}`)).toMatchObject({ decisions: 1, overridden: 0 });
    expect(await overrides(`position=${first + 1}`)).toMatchObject({ decisions: 1, overridden: 1 });
    expect(await overrides(`knownAt=${at(7, 9)}`)).toMatchObject({ decisions: LEADS, overridden: LEADS });
    const credits = async (known: string) =>
      (await api.get<{ lines: { credits: number }[] }>(`/v1/policies/assignment/inbound/fairness?${period}${known}`)).body.lines[0]!
        .credits;
    expect([await credits(`&knownAt=${at(7, 9)}`), await credits('')]).toEqual([0, 5]);
    const shadow = await api.get(`/v1/policies/assignment/inbound/shadow?${period}&knownAt=${at(6, 9)}`);
    expect(shadow.body).toMatchObject({ decisions: 0 });
    expect((await api.get(`/v1/policies/overrides?${period}&at=${at(6, 9)}`)).status).toBe(400);
  });

  it('R2.12 rules at work are those of an instant, as known then', async () => {
    const policies = async (query: string) => (await api.get(`/v1/policies/complexity?${query}`)).body['policies'];
    expect([await policies(`at=${at(1, 12)}`), await policies(`at=${at(3, 0)}`), await policies(`knownAt=${at(1, 8)}`)]).toEqual([0, 1, 0]);
  });

  it('R2.17 a lead that waited when it was asked about may have been taken since', async () => {
    const wait = async (known: string) => (await api.get(`/v1/policies/dispatch-wait?${period}&pool=backlog${known}`)).body;
    expect(await wait('')).toMatchObject({ leads: 1, waiting: 0, medianMs: 3_600_000 });
    expect(await wait(`&knownAt=${at(3, 9)}`)).toMatchObject({ leads: 1, waiting: 1 });
    expect(await wait(`&knownAt=${at(3, 8)}`)).toMatchObject({ leads: 0 });
  });

  it('R2.12 names the rules that never decided', async () => {
    const { body } = await api.get<{ lines: { neverMatched: string[] }[] }>('/v1/policies/complexity?days=3660');
    expect(body.lines[0]!.neverMatched).toEqual(['bypass known-customer', 'bypass vip', 'entry partners', 'entry people-decide']);
  });

  it('R2.17 what a policy gave is no wait for a dispatcher', async () => {
    expect((await api.get(`/v1/policies/dispatch-wait?${period}`)).body).toMatchObject({ leads: 0, adviseRule: false });
  });

  it('R2.10 R3.27 the leads about which a policy in test differs are shown as visibility has it, and are noted; its numbers are for all', async () => {
    const shadow = async (role: 'rep' | 'manager') =>
      (
        await api.get<{ differ: number; differences: { lead: string }[] }>(`/v1/policies/assignment/inbound/shadow?${period}`, {
          role,
          as: role === 'rep' ? 'ana' : 'mia',
        })
      ).body;
    await api.post('/v1/settings/visibility', { mode: 'own', reason: 'test' });
    expect(await shadow('manager')).toMatchObject({ differ: 1, differences: [{ lead: '0', shadow: 'ana', actual: 'bo' }] });
    expect(await shadow('rep')).toMatchObject({ differ: 1, differences: [] });
    await api.post('/v1/settings/visibility', { mode: 'open', reason: 'test' });
    for (const [reader, leads] of [['mia', ['0']] as const, ['ana', []] as const])
      expect((await readsBy(reader))[0]).toMatchObject({ route: 'GET /v1/policies/assignment/:name/shadow', leads });
  });

  it('a period that ends before it begins, and a policy that is not there, are refused', async () => {
    const wrong = await api.get<Problem>('/v1/policies/assignment/inbound/overrides?from=2026-03-08&to=2026-03-02');
    expect(wrong).toMatchObject({ status: 422, body: { code: 'PERIOD.EMPTY' } });
    expect(await api.get(`/v1/policies/assignment/outbound/overrides?${period}`)).toMatchObject({ status: 404 });
  });
});

describe('simulation over HTTP', () => {
  const simulate = (more: object = {}, who: { role?: Role; as?: string } = {}) =>
    api.post<Record<string, unknown>[]>(
      '/v1/policies/simulate/decisions',
      { document, from: '2026-03-02', to: '2026-03-08', ...more },
      { ...who, headers: { accept: 'application/x-ndjson' } },
    );

  it('R2.10 R5.5 replays the week with the absences of that time, the same each time, beside who really had each lead', async () => {
    await settled();
    const { body } = await simulate();
    expect(body).toHaveLength(LEADS);
    for (const { decidedAt } of body) expect(decidedAt).toEqual({ position: expect.stringMatching(/^\d+$/), at: expect.any(String) });
    const chosenOn = (day: number) =>
      body.filter(({ arrivedAt }) => arrivedAt === at(day, 9)).map(({ chosen }) => (chosen as { id: string }).id);
    expect(new Set(chosenOn(2))).toEqual(new Set(['ana', 'bo']));
    expect(new Set(chosenOn(4))).toEqual(new Set(['bo']));
    expect(body.filter(({ differs }) => differs).every(({ chosen }) => (chosen as { id: string }).id === 'ana')).toBe(true);
    expect((await simulate()).body).toEqual(body);
  });

  it('R5.5 where asked, as it was known: an absence that was entered afterwards excludes nobody', async () => {
    for (const knownAt of ['then', at(6, 0)]) {
      const { body } = await simulate({ knownAt });
      const fourth = body.filter(({ arrivedAt }) => arrivedAt === at(4, 9)).map(({ chosen }) => (chosen as { id: string }).id);
      expect(new Set(fourth)).toEqual(new Set(['ana', 'bo']));
    }
  });

  it('R2.15 R3.27 the leads of a whole past are for who manages policies, and are noted; a rep gets none, whatever the visibility', async () => {
    for (const role of ['rep', 'analyst'] as const) expect((await simulate({}, { role })).status).toBe(403);
    const { body } = await simulate({}, { role: 'manager', as: 'mo' });
    const [read] = await readsBy('mo');
    expect(read).toMatchObject({ route: 'POST /v1/policies/simulate/decisions', refused: false });
    expect([...read!.leads].sort()).toEqual(body.map(({ leadId }) => leadId).sort());
  });

  it('every problem of document and period is told at once', async () => {
    const body = { document: document.replace('kind: repeat', 'kind: repeated'), from: 'March', to: '2026-03-08' };
    const refused = await api.post<Problem>('/v1/policies/simulate/decisions', body);
    expect(refused.body.violations.map(({ code }) => code)).toEqual(['POLICY.UNKNOWN_VALUE', 'TIME.MALFORMED']);
    expect(await api.post('/v1/policies/simulate/decisions', body, { role: 'app' })).toMatchObject({ status: 403 });
  });
});

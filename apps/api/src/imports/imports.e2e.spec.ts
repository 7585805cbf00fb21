import { organisationProjection } from '#libs/dispatch';
import { type BatchAnswer, type ImportBegun, toldActions } from '#libs/history';
import { leadCardProjection, type OwnerAnswer, ownershipProjection } from '#libs/leads';
import { environmentOf, type Problem, sha256 } from '#libs/platform';
import { runningApi, type RunningTestApi } from '../../../../test/rigs/running-api.js';

let api: RunningTestApi;
beforeAll(async () => {
  api = await runningApi([ownershipProjection, leadCardProjection, organisationProjection], environmentOf({ requestBodyBytes: 100_000 }));
});
afterAll(() => api.stop());

const start = { mapping: 'old-crm', mappingHash: 'h1', files: [{ name: 'leads.csv', sha256: sha256(''), bytes: 0 }] };
const at = (day: number) => ({ precision: 'instant', value: `2026-03-${String(day).padStart(2, '0')}T10:00:00.000Z` });
const fact = (key: string, day: number, action: object) => ({
  rowKey: key,
  rowHash: `hash of ${key}`,
  occurredAt: at(day),
  knownAt: at(day).value,
  action,
});
const row = (key: string, n: number) => ({ key, hash: `hash of ${key}`, file: 'leads.csv', row: n, line: n + 1 });
const caseOf = (id: string) => ({
  leadKey: { source: 'old-crm', id },
  rows: [row(`${id}-1`, 1), row(`${id}-2`, 2)],
  facts: [
    fact(`${id}-1`, 1, { do: 'capture-inquiry', source: 'web', channel: 'search', contact: { name: 'Kim' } }),
    fact(`${id}-2`, 2, { do: 'assign-lead', to: { kind: 'person', id: 'ana' } }),
  ],
});
/** Resolves once the read models have everything that is in the log. */
async function settled(): Promise<void> {
  for (;;) {
    const { body } = await api.get<{ items: { lag: number }[] }>('/v1/projections');
    if (body.items.every(({ lag }) => lag === 0)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('an import over HTTP', () => {
  it('R6.1 comes in once however often it is sent, answers as known then, is undone by one call, and can be imported again', async () => {
    const begun = await api.post<ImportBegun>('/v1/imports', start);
    expect(begun).toMatchObject({ status: 201, body: { import: 'old-crm-1', resumed: false } });
    expect(
      (
        await api.post('/v1/imports/old-crm-1/organisation', {
          facts: [{ occurredAt: { precision: 'unknown', value: null }, action: { do: 'join-rep', rep: 'ana', name: 'Ana' } }],
        })
      ).body,
    ).toEqual({ events: 1 });
    const batch = { cases: [caseOf('7'), caseOf('8')] };
    const first = await api.post<BatchAnswer>('/v1/imports/old-crm-1/cases', batch);
    expect(first).toMatchObject({ status: 200, body: { accepted: 4, known: 0, leads: 2, events: 4, rejects: [] } });
    expect((await api.post<ImportBegun>('/v1/imports', start)).body).toEqual({ import: 'old-crm-1', resumed: true });
    expect((await api.post<BatchAnswer>('/v1/imports/old-crm-1/cases', batch)).body).toMatchObject({ accepted: 0, known: 4, events: 0 });
    await api.post('/v1/imports/old-crm-1/complete', { rows: 4, accepted: 4, rejected: 0, leads: 2, events: 4 });
    await settled();
    const asked = '/v1/ownership?lead=old-crm:7&at=2026-03-02T12:00:00Z';
    expect((await api.get<OwnerAnswer>(asked)).body).toMatchObject({ owner: 'ana', ownerName: 'Ana' });
    expect((await api.get<OwnerAnswer>(`${asked}&knownAt=2026-03-01T12:00:00Z`)).body).toMatchObject({ holder: 'pool' });

    expect(await api.post('/v1/imports/old-crm-1/undo', { reason: 'wrong file' })).toMatchObject({ status: 200, body: { leads: 2 } });
    await settled();
    expect((await api.get<Problem>(asked)).status).toBe(404);
    expect((await api.post<ImportBegun>('/v1/imports', start)).body).toEqual({ import: 'old-crm-2', resumed: false });
    expect((await api.post<BatchAnswer>('/v1/imports/old-crm-2/cases', batch)).body).toMatchObject({ accepted: 4, events: 4 });
    await settled();
    expect((await api.get<OwnerAnswer>(asked)).body).toMatchObject({ owner: 'ana' });
  });

  it('R6.1 takes every action that a mapping can tell', async () => {
    const to = { kind: 'person', id: 'ana' };
    const soon = '2026-03-30T10:00:00.000Z';
    const told: { readonly do: keyof typeof toldActions }[] & object[] = [
      { do: 'capture-inquiry', source: 'web', channel: 'search' },
      { do: 'change-attributes', attributes: { size: 3 } },
      { do: 'assign-lead', to },
      { do: 'transfer-lead', to: { kind: 'pool', id: 'intake' }, reason: 'Away' },
      { do: 'claim-lead', rep: 'ana' },
      { do: 'release-lead' },
      { do: 'correct-ownership', to, reason: 'Entered late' },
      { do: 'recycle-lead' },
      { do: 'record-follow-up', type: 'call', direction: 'outbound' },
      { do: 'plan-next-action', action: 'call', dueAt: soon },
      { do: 'move-next-action', dueAt: soon },
      { do: 'complete-next-action' },
      { do: 'plan-next-action', action: 'visit', dueAt: soon },
      { do: 'cancel-next-action' },
      { do: 'declare-waiting', for: 'the papers', until: soon },
      { do: 'set-contract', endsOn: '2027-03-31', zone: 'Europe/Berlin', noticeDays: 30 },
      { do: 'enter-stage', stage: 'offer' },
      { do: 'lose-lead', reason: 'price' },
      { do: 'reopen-lead', reason: 'Asked again' },
      { do: 'close-lead', disposition: 'not_now', reason: 'Next year', revisitAt: soon },
      { do: 'reopen-lead', reason: 'Asked again' },
      { do: 'win-lead', value: { amount: '10', currency: 'EUR' } },
      { do: 'mark-lead-invalid', reason: 'A test' },
    ];
    expect(Object.keys(toldActions).filter((name) => !told.some(({ do: action }) => action === name))).toEqual([]);
    const facts = told.map((action, n) => fact(`all-${n}`, n + 1, action));
    const rows = facts.map(({ rowKey }, n) => row(rowKey, n + 1));
    await api.post<ImportBegun>('/v1/imports', { ...start, mapping: 'all' });
    const batch = { cases: [{ leadKey: { source: 'all', id: '1' }, rows, facts }] };
    expect(await api.post<BatchAnswer>('/v1/imports/all-1/cases', batch)).toMatchObject({
      status: 200,
      body: { accepted: told.length, rejects: [] },
    });
  });

  it('R3.3 a batch of the wrong form is refused with every place', async () => {
    const wrong = caseOf('9');
    const body = {
      cases: [
        { ...wrong, facts: [{ ...wrong.facts[0], action: { do: 'fly' } }] },
        { ...wrong, rows: 'none' },
      ],
    };
    const { status, body: problem } = await api.post<Problem>('/v1/imports/old-crm-2/cases', body);
    expect(status).toBe(400);
    expect(problem.violations.map(({ path }) => path)).toEqual(expect.arrayContaining(['/cases/0/facts/0/action', '/cases/1/rows']));
  });

  it('a batch may be far larger than other bodies', async () => {
    await api.post('/v1/imports', { ...start, mapping: 'large' });
    const cases = Array.from({ length: 10 }, (_, n) => {
      const one = caseOf(`large-${n}`);
      const [captured] = one.facts;
      return { ...one, facts: [{ ...captured, action: { ...captured!.action, payload: 'x'.repeat(30_000) } }] };
    });
    const answer = await api.post<BatchAnswer>('/v1/imports/large-1/cases', { cases });
    expect(answer.status).toBe(200);
  });

  it('an import that does not exist is 404; a role without the right is refused', async () => {
    expect(await api.post('/v1/imports/none-1/undo', {})).toMatchObject({ status: 404 });
    expect(await api.post('/v1/imports', start, { role: 'manager' })).toMatchObject({ status: 403 });
  });
});

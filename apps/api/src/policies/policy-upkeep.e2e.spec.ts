import { type PolicyUpkeep } from '#libs/governance';
import { leadCardProjection, ownershipProjection } from '#libs/leads';
import { type Problem } from '#libs/platform';
import { captureData, StreamHistory } from '#libs/testing';
import { runningApi, type RunningTestApi } from '../../../../test/rigs/running-api.js';

const industries = `vocabulary: industries
title: Industries
attributes: [industry]
codes:
  smelting: { label: Smelting, aliases: [smelters] }
  whaling: { label: Whaling, to: 2020-12-31 }
  mining: Mining
`;
const answers = (industry: string, reviewBy = '2030-01-01'): string => `policy: heavy
kind: sla
owner: mia
reviewBy: ${reviewBy}
calendar: round-the-clock
clocks:
  - name: first-response
    when: attributes.industry == "${industry}"
    starts: captured
    within: 4 hours
    escalate: [owner]
`;

let api: RunningTestApi;
let token = '';
async function command<T = Record<string, unknown>>(path: string, body: object) {
  const answer = await api.post<T & { token?: string }>(path, body, token ? { headers: { 'wait-for': token } } : {});
  token = answer.body.token ?? token;
  return answer;
}
const listed = async (query = ''): Promise<readonly (PolicyUpkeep & { version: number; status: string; owner: string })[]> =>
  (await api.get<{ items: never[] }>(`/v1/policies?kind=sla${query}`, { headers: { 'wait-for': token } })).body.items;
const change = (move: string, body: object = {}) => command<Problem>(`/v1/policies/sla/heavy/${move}`, { reason: 'test', ...body });

beforeAll(async () => {
  api = await runningApi([ownershipProjection, leadCardProjection]);
  await command('/v1/vocabularies', { document: industries, reason: 'one name each' });
});
afterAll(() => api.stop());

describe('policies that must be kept in order', () => {
  it('R3.8 a check names values that are unknown, with the nearest, and values that are retired, each at its place', async () => {
    for (const [value, code, nearest] of [
      ['smeltin', 'CEL.UNKNOWN_VALUE', 'Smelting'],
      ['Whaling', 'CEL.RETIRED_VALUE', undefined],
    ] as const) {
      const { body } = await command<{ problems: object[]; activatable: boolean }>('/v1/policies/check', { document: answers(value) });
      expect(body).toMatchObject({ activatable: false, problems: [{ code, line: 8, column: 34, ...(nearest && { nearest }) }] });
      const drafted = await command<Problem>('/v1/policies', { document: answers(value), reason: 'test' });
      expect([drafted.status, drafted.body.code]).toEqual([422, code]);
    }
    const { body } = await command('/v1/policies/check', { document: answers('smelters') });
    expect(body).toMatchObject({ problems: [], activatable: true });
  });

  it('R3.8 each says who owns it, how often it has fired and when last, and whether its review is over', async () => {
    await command('/v1/policies', { document: answers('mining', '2020-01-01'), reason: 'test' });
    expect((await change('activate')).status).toBe(200);
    expect(await listed()).toMatchObject([
      { status: 'active', owner: 'mia', reviewDue: true, fired: 0, lastFiredAt: null, staleValues: [] },
    ]);
    const history = new StreamHistory('lead-one').add('lead.captured', captureData('one'), { knownAt: '2026-03-02T08:00:00Z' });
    for (const [slaId, at] of [
      ['a', '2026-03-02T08:00:01.000Z'],
      ['b', '2026-03-03T09:00:00.000Z'],
    ] as const)
      history.add(
        'lead.sla-started',
        {
          slaId,
          clock: 'first-response',
          causeEventId: slaId,
          from: at,
          dueAt: '2026-03-04T08:00:00.000Z',
          targetMs: 14_400_000,
          calendar: null,
          pausesWhileWaiting: false,
          stops: 'outbound',
        },
        { knownAt: at, policy: { name: 'heavy', version: 1 } },
      );
    await history.appendTo(api.log);
    await command('/v1/policies', { document: answers('smelting'), reason: 'another' });
    expect(await listed()).toMatchObject([
      { version: 1, fired: 2, lastFiredAt: '2026-03-03T09:00:00.000Z' },
      { version: 2, fired: 0, reviewDue: false },
    ]);
  });

  it('R3.8 one that names a value retired meanwhile stays at work, is listed with it, and cannot be activated again; earlier answers stand', async () => {
    const before = new Date().toISOString();
    await new Promise((resolve) => setTimeout(resolve, 2));
    await command('/v1/vocabularies/industries/retire', { code: 'mining', to: '2026-01-31', reason: 'sold' });
    const [first, second] = await listed();
    expect(first).toMatchObject({ status: 'active', staleValues: [{ code: 'CEL.RETIRED_VALUE', line: 8, column: 34 }] });
    expect(first!.staleValues[0]!.message).toContain('"mining" (Mining) is retired in vocabulary industries@2 since 2026-01-31');
    expect(second).toMatchObject({ staleValues: [] });
    expect((await listed(`&knownAt=${before}`))[0]).toMatchObject({ staleValues: [] });
    expect((await change('pause')).status).toBe(200);
    expect((await change('resume')).status).toBe(200);
    expect((await change('activate', { version: 2 })).status).toBe(200);
    expect(await listed()).toMatchObject([{ status: 'retired', staleValues: [] }, { status: 'active' }]);
    const again = await change('activate', { version: 1 });
    expect([again.status, again.body.code]).toEqual([422, 'CEL.RETIRED_VALUE']);
  });

  it.each([
    [
      'sla',
      (due: string) => `${answers('smelting').replace('policy: heavy', 'policy: tested')}tests:
  - name: the case
    inquiry: { attributes: { industry: smelting } }
    happens: [{ captured: 2026-03-02T22:00:00Z }]
    expect: { first-response: { due: ${due}, answered: never } }
`,
      '2026-03-03T02:00:00Z',
    ],
    [
      'recycling',
      (due: string) => `policy: tested
kind: recycling
owner: mia
reviewBy: 2030-01-01
zone: UTC
rules:
  - { name: all, idle: 5 days }
tests:
  - { name: the case, heldSince: 2026-03-02T08:00:00Z, due: ${due} }
`,
      '2026-03-07T08:00:00Z',
    ],
  ])('R4.9 the test cases of a policy of kind %s are run by a check and stand against its activation', async (kind, document, due) => {
    const wrong = document('2026-03-09T08:00:00Z');
    const checked = await command<{ tests: object[]; activatable: boolean }>('/v1/policies/check', { document: wrong });
    expect(checked.body).toMatchObject({ activatable: false, tests: [{ name: 'the case', passed: false }] });
    await command('/v1/policies', { document: wrong, reason: 'test' });
    const refused = await command<Problem>(`/v1/policies/${kind}/tested/activate`, { reason: 'test' });
    expect([refused.status, refused.body.violations.map(({ code, path }) => [code, path])]).toEqual([
      422,
      [['POLICY.TEST_FAILED', 'tests.the case']],
    ]);
    await command('/v1/policies', { document: document(due), reason: 'test' });
    expect((await command(`/v1/policies/${kind}/tested/activate`, { reason: 'test' })).status).toBe(200);
  });
});

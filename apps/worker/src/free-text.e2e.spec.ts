import { type AssignmentDecision } from '#libs/contracts';
import { type WhyAnswer } from '#libs/dispatch';
import { type LeadCard, type OwnerAnswer } from '#libs/leads';
import { type PolicyUpkeep } from '#libs/governance';
import { runningApi, type RunningTestApi } from '../../../test/rigs/running-api.js';
import { projections } from '../../projector/src/projections.js';
import { workerProcesses } from './worker-process.fixture.js';

const PATIENCE_MS = 120_000;
const LETTER = 'Hello, this is Eva Muster. We would need two Servers by May.';
const topics =
  'vocabulary: topics\ntitle: What people ask about\nattributes: [topic]\nfromText: true\ncodes:\n  servers: { label: Servers, aliases: [server] }\n  chairs: Chairs\n';
const policy = `policy: large
kind: assignment
owner: mia
reviewBy: 2099-01-01
team: field
from: { pools: [intake] }
figures:
  wins: { of: win-rate, having: { attribute: topic, value: servers }, days: 365, minimum: 2 }
bypasses: []
entries:
  - name: servers-for-companies
    when: size > 50.0 && topic == "servers"
    among: { where: rep.role == "senior" }
    strategy: best-fit
    fit: rep.wins
  - { name: everything-else, strategy: queue, pool: intake }
unavailable: { sources: [absence], graceMinutes: 0, fallback: [], returns: false }
outsideHours: assign-now
otherChannels: { whileAbsent: owner, notify: false }
fairness: { measure: count, windowDays: 28, tolerance: 5, creditInvalid: true }
fallback: { to: { pool: intake }, alert: data-owner }
`;

let api: RunningTestApi;
let token = '';
const workers = workerProcesses(() => api.env);
async function command<T = Record<string, unknown>>(path: string, body: object): Promise<T> {
  const answer = await api.post<T & { token?: string }>(path, body, token ? { headers: { 'wait-for': token } } : {});
  if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  token = answer.body.token ?? token;
  return answer.body;
}
const read = async <T>(path: string): Promise<T> => (await api.get<T>(path, { headers: { 'wait-for': token } })).body;
const capture = async (said: object): Promise<string> =>
  (await command<{ leadId: string }>('/v1/inquiries', { source: 'web', channel: 'search', ...said })).leadId;

async function ownerOf(lead: string): Promise<OwnerAnswer> {
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until;) {
    const owner = await read<OwnerAnswer>(`/v1/ownership?lead=${lead}`);
    if (owner.owner !== null) return owner;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Nobody was given ${lead}`);
}

/** Leads about servers that a rep has won or lost. */
async function closed(rep: string, ...ends: readonly ('win' | 'lose')[]): Promise<void> {
  for (const end of ends) {
    const lead = await capture({ attributes: { topic: 'servers' } });
    await command(`/v1/leads/${lead}/assign`, { to: { kind: 'person', id: rep }, reason: 'by hand' });
    await command(`/v1/leads/${lead}/${end}`, { reason: 'done' });
  }
}

beforeAll(async () => {
  api = await runningApi(projections);
  await command('/v1/calendars', {
    document: 'calendar: always\nname: Always\nzone: UTC\nweekly:\n  - { days: mon-sun, hours: ["00:00-24:00"] }\n',
    reason: 'test',
  });
  await command('/v1/teams', { id: 'field', name: 'Field' });
  await command('/v1/teams/field/calendar', { calendar: 'always' });
  for (const [rep, role] of Object.entries({ sue: 'senior', sam: 'senior', tim: 'junior' })) {
    await command('/v1/reps', { id: rep, name: rep });
    await command(`/v1/reps/${rep}/teams`, { team: 'field', role });
  }
  await command('/v1/vocabularies', { document: topics, reason: 'what we sell' });
  await closed('sue', 'win', 'lose');
  await closed('sam', 'win', 'win', 'lose');
  await closed('tim', 'win', 'win');
  await command('/v1/policies', { document: policy, reason: 'first' });
  await command('/v1/policies/assignment/large/activate', { reason: 'go' });
});
afterAll(async () => {
  await workers.endAll();
  await api.stop();
});

describe('a company above 50 people asking about servers, in a letter', () => {
  it('R2.19 goes to the senior with the best win rate in servers, live and in a simulation alike; of the letter only the topic stands in clear', async () => {
    await workers.start();
    const from = new Date().toISOString();
    const asked = { name: 'Eva Muster', emails: ['eva@example.org'] };
    const lead = await capture({ contact: asked, attributes: { size: 80 }, payload: { message: LETTER } });
    const small = await capture({ attributes: { size: 8 }, payload: { message: LETTER } });
    const chairs = await capture({ attributes: { size: 80, note: 'Chairs\nand a server' }, payload: 'chairs, please' });
    expect(await ownerOf(lead)).toMatchObject({ owner: 'sam', cause: 'large@1' });

    expect((await read<LeadCard>(`/v1/leads/${lead}`)).attributes).toEqual({ size: 80, topic: 'servers' });
    expect((await read<LeadCard>(`/v1/leads/${chairs}`)).attributes).toEqual({ size: 80, topic: 'chairs' });
    const clear: string[] = [];
    let live: AssignmentDecision | null = null;
    for await (const { stream, type, data } of api.log.readAll()) {
      if (stream === `lead-${lead}` || stream === `lead-${chairs}`) clear.push(JSON.stringify(data));
      if (type === 'assignment.decided' && data['leadId'] === lead) live = data as AssignmentDecision;
    }
    expect(clear.join('\n')).toContain('"recognised":[{"attribute":"topic","vocabulary":"topics","version":1}]');
    expect(clear.join('\n')).not.toMatch(/muster|eva|letter|hello|please|and a server/i);
    expect(live).toMatchObject({
      rule: { kind: 'entry', name: 'servers-for-companies' },
      comparison: { best: 'highest' },
      candidates: [{ rep: 'sam' }, { rep: 'sue' }, { rep: 'tim', excluded: { code: 'does-not-match' } }],
    });
    const why = await read<WhyAnswer>(`/v1/leads/${lead}/why?not=tim`);
    expect(why.not).toMatchObject({ rep: 'tim', verdict: 'excluded' });
    expect((await read<OwnerAnswer>(`/v1/ownership?lead=${small}`)).owner).toBeNull();

    const period = { from, to: new Date(Date.now() + 1_000).toISOString() };
    const simulate = async (position?: string) =>
      (
        await command<{ items: readonly AssignmentDecision[] }>('/v1/policies/simulate/decisions', {
          document: policy,
          ...period,
          position,
        })
      ).items;
    const simulated = await simulate();
    expect(simulated.map(({ leadId, chosen }) => [leadId, chosen?.kind])).toEqual([
      [lead, 'person'],
      [small, 'pool'],
      [chairs, 'pool'],
    ]);
    const { rule, candidates, comparison, chosen } = live!;
    expect(simulated[0]).toMatchObject({ rule, candidates, comparison, chosen });
    // Alerts and their delivery may come into the log meanwhile.
    expect(await simulate(String(simulated[0]!.decidedAt.position))).toEqual(simulated);

    const listed = await read<{ items: readonly (PolicyUpkeep & { name: string })[] }>('/v1/policies');
    expect(listed.items).toMatchObject([{ name: 'large', fired: 3, lastFiredAt: expect.any(String), staleValues: [] }]);
  });
});

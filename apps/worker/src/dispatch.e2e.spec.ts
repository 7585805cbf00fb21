import { type OwnerAnswer } from '#libs/leads';
import { type WhyAnswer } from '#libs/dispatch';
import { runningApi, type RunningTestApi } from '../../../test/rigs/running-api.js';
import { projections } from '../../projector/src/projections.js';
import { workerProcesses } from './worker-process.fixture.js';

const PATIENCE_MS = 120_000;

const policy = `policy: north
kind: assignment
owner: Mia
reviewBy: 2030-01-01
team: North
from: { pools: [intake] }
bypasses:
  - { name: known, kind: repeat, to: previous-owner, evenAtCapacity: true, countsInFairness: false }
entries:
  - { name: in-turn, strategy: round-robin }
unavailable: { sources: [absence, working-time], graceMinutes: 0, fallback: [manager], returns: false }
outsideHours: assign-now
otherChannels: { whileAbsent: owner, notify: false }
fairness: { measure: count, windowDays: 28, tolerance: 5, creditInvalid: true }
fallback: { to: { pool: intake }, alert: team-manager }
`;

let api: RunningTestApi;
const workers = workerProcesses(() => api.env);

const command = async (path: string, body: object): Promise<Record<string, unknown>> => {
  const { status, body: answer } = await api.post(path, body);
  if (status >= 300) throw new Error(`${path}: ${JSON.stringify(answer)}`);
  return answer;
};

let serial = 0;
const capture = async (said: object = {}): Promise<string> => {
  const phones = [`+49 151 4444${String(1_000 + serial++)}`];
  return (await command('/v1/inquiries', { source: 'web', channel: 'search', contact: { phones }, ...said }))['leadId'] as string;
};

/** Asks until somebody has the lead. */
async function ownerOf(lead: string): Promise<OwnerAnswer> {
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until;) {
    const { status, body } = await api.get<OwnerAnswer>(`/v1/ownership?lead=${lead}`);
    if (status === 200 && body.owner !== null) return body;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  throw new Error(`Nobody was given ${lead}`);
}

beforeAll(async () => {
  api = await runningApi(projections);
  await command('/v1/calendars', {
    document: 'calendar: always\nname: Always\nzone: UTC\nweekly:\n  - { days: mon-sun, hours: ["00:00-24:00"] }\n',
    reason: 'test',
  });
  await command('/v1/teams', { id: 'North', name: 'North' });
  for (const rep of ['Ana', 'Bo', 'Mia']) await command('/v1/reps', { id: rep, name: rep });
  for (const rep of ['Ana', 'Bo']) await command(`/v1/reps/${rep}/teams`, { team: 'North' });
  await command('/v1/teams/North/calendar', { calendar: 'always' });
  const { token } = await command('/v1/teams/North/manager', { person: 'Mia' });
  await api.get('/v1/teams', { headers: { 'wait-for': token as string } });
  await command('/v1/policies', { document: policy, reason: 'first' });
  await command('/v1/policies/assignment/north/activate', { reason: 'go' });
});
afterAll(async () => {
  await workers.endAll();
  await api.stop();
});

describe('an inquiry over HTTP and the built worker', () => {
  it('R2.9 T10 is assigned by the policy, and owner, queue and why say so', async () => {
    const worker = await workers.start();
    const lead = await capture();
    const owner = await ownerOf(lead);
    expect(owner).toMatchObject({ owner: 'Ana', team: 'North', cause: 'north@1', actor: { kind: 'automation', id: 'north@1' } });
    expect(owner.decision).toEqual(expect.any(String));
    const queue = await api.get<{ items: { lead: string }[] }>('/v1/reps/Ana/queue');
    expect(queue.body.items.map(({ lead: each }) => each)).toContain(lead);
    const why = (await api.get<WhyAnswer>(`/v1/leads/${lead}/why?not=Bo`)).body;
    expect(why).toMatchObject({
      byDecision: true,
      decision: { decisionId: owner.decision, policy: { name: 'north', version: 1 }, rule: { name: 'in-turn' }, chosen: { id: 'Ana' } },
      not: { rep: 'Bo', verdict: 'compared', numbers: { pointer: '0' } },
    });
    expect(why.words.join(' ')).toMatch(
      /Ana has the lead since .*, by decision of the policy north@1\..*Bo was compared with pointer 0; Ana went first with 0\./,
    );
    const decisions = await api.get<{ items: object[] }>(`/v1/leads/${lead}/decisions`);
    expect(decisions.body.items).toMatchObject([
      { leadId: lead, decidedAt: { position: expect.stringMatching(/^\d+$/) }, status: { kind: 'stands' } },
    ]);
    await workers.end(worker, 'SIGTERM');
  });

  it('R5.7 a lead that a person gave to somebody is answered clearly: no policy has decided', async () => {
    const lead = await capture();
    await command(`/v1/leads/${lead}/assign`, { to: { kind: 'person', id: 'Bo' }, reason: 'by hand' });
    await ownerOf(lead);
    const why = (await api.get<WhyAnswer>(`/v1/leads/${lead}/why`)).body;
    expect(why).toMatchObject({ decision: null, byDecision: false });
    expect(why.words).toEqual([
      expect.stringMatching(/^Bo has the lead since .*: .*, by the-administrator \(“by hand”\)\.$/),
      'No policy has decided about this lead.',
    ]);
  });
});

describe('workers killed in the middle of it', () => {
  it('R2.7 R4.12 no lead is lost, none is given twice, and each decision that stands is carried out once', async () => {
    const leads: string[] = [];
    let stop = false;
    const intake = (async () => {
      while (!stop) leads.push(await capture());
    })();
    for (let kill = 0; kill < 4; kill++) {
      const worker = await workers.start();
      await new Promise((resolve) => setTimeout(resolve, 150 + 250 * kill));
      await workers.end(worker, 'SIGKILL');
    }
    stop = true;
    await intake;
    const worker = await workers.start();
    for (const lead of leads) await ownerOf(lead);
    const given = new Map<string, string[]>();
    const decided: { decisionId: string; leadId: string }[] = [];
    const superseded = new Set<string>();
    for await (const { type, data, metadata, stream } of api.log.readAll()) {
      if (type === 'lead.assigned' && leads.includes(stream.slice(5)))
        given.set(stream.slice(5), [...(given.get(stream.slice(5)) ?? []), metadata.decisionId!]);
      if (type === 'assignment.decided' && leads.includes(data['leadId'] as string)) decided.push(data as (typeof decided)[number]);
      if (type === 'assignment.superseded') superseded.add(data['decisionId'] as string);
    }
    expect(leads.length).toBeGreaterThan(20);
    expect([...given.values()].filter((decisions) => decisions.length !== 1)).toEqual([]);
    expect(given.size).toBe(leads.length);
    const standing = decided.filter(({ decisionId }) => !superseded.has(decisionId));
    expect(standing.map(({ decisionId, leadId }) => [leadId, decisionId]).sort()).toEqual(
      [...given].map(([lead, [decision]]) => [lead, decision]).sort(),
    );
    await workers.end(worker, 'SIGTERM');
  });
});

import { jest } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type SimulationResult, type WhyAnswer } from '#libs/dispatch';
import { type AccountableAnswer, type AlertLine, type PolicyUpkeep } from '#libs/governance';
import {
  type Collision,
  type HistoryLine,
  type LeadCard,
  type OwnerAnswer,
  type PersonAnswer,
  type RecyclingIf,
  type SlaBreach,
} from '#libs/leads';
import { type Problem } from '#libs/platform';
import { processesOn } from './cli-process.fixture.js';
import { RunningFolder } from './running-folder.fixture.js';
import { type ToldPeople, toldPeople } from './told-people.fixture.js';

// A whole system starts, works and stops here, on machines that may be busy.
jest.setTimeout(600_000);
const PATIENCE_MS = 120_000;

const head = (name: string, kind: string): string => `policy: ${name}\nkind: ${kind}\nowner: mia\nreviewBy: 2099-01-01\n`;
const NORTH = `${head('north', 'assignment')}team: north
from: { pools: [intake] }
bypasses: []
entries:
  - { name: in-turn, strategy: round-robin }
unavailable: { sources: [absence], graceMinutes: 0, fallback: [manager], returns: false }
outsideHours: assign-now
otherChannels: { whileAbsent: owner, notify: false }
fairness: { measure: count, windowDays: 28, tolerance: 5 }
fallback: { to: { pool: intake }, alert: team-manager }
`;
const IDLE = `${head('idle-leads', 'recycling')}rules:
  - name: hurried
    when: attributes.hurry == true
    protection: { default: 14 seconds }
    remind: 7 seconds
    to: { pool: back }
  - name: patient
    protection: { default: 10 days }
    to: { pool: back }
`;
const ANSWER = `${head('answer', 'sla')}calendar: round-the-clock
clocks:
  - name: first-response
    when: attributes.hurry == true
    starts: assigned
    within: 1 second
    escalate: [owner, team-manager]
`;

interface Line {
  readonly alert?: string;
  readonly number?: string;
  readonly position?: string;
}

describe('what decides, switched on from files and left to itself', () => {
  let folder: RunningFolder;
  let told: ToldPeople;
  const file = (name: string, text: string): string => {
    const path = join(folder.parent, name);
    writeFileSync(path, text);
    return path;
  };
  let serial = 0;
  const capture = (attributes: object = {}): Promise<{ leadId: string; personId: string }> =>
    folder.post('/v1/inquiries', {
      source: 'web',
      channel: 'search',
      contact: { phones: [`+49 151 5555${String(1_000 + serial++)}`] },
      attributes,
    });
  async function until<T>(what: string, look: () => Promise<T | null | undefined | false> | T | null | undefined | false): Promise<T> {
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(100)) {
      const seen = await look();
      if (seen) return seen;
    }
    throw new Error(`Waited in vain: ${what}`);
  }
  const card = (lead: string): Promise<LeadCard> => folder.get(`/v1/leads/${lead}`);
  const ownerOf = (lead: string): Promise<string> => until(`an owner of ${lead}`, async () => (await holding(lead))?.owner);
  /** Null: the read models do not have it yet. */
  const holding = (lead: string): Promise<OwnerAnswer | null> => folder.get<OwnerAnswer>(`/v1/ownership?lead=${lead}`).catch(() => null);
  const alertsOf = (lead: string, kind: string): Promise<AlertLine | undefined> =>
    folder.get<{ items: AlertLine[] }>('/v1/alerts').then(({ items }) => items.find((each) => each.lead === lead && each.kind === kind));

  beforeAll(async () => {
    told = await toldPeople();
    folder = await RunningFolder.start('switched-on', tmpdir(), {
      LEADLEDGER_SMTP_URL: told.smtpUrl,
      LEADLEDGER_WEBHOOK_ALLOW_PRIVATE: 'yes',
    });
    await folder.post('/v1/calendars', {
      document: 'calendar: always\nname: Always\nzone: UTC\nweekly:\n  - { days: mon-sun, hours: ["00:00-24:00"] }\n',
      reason: 'test',
    });
    await folder.post('/v1/teams', { id: 'north', name: 'North' });
    await folder.post('/v1/teams/north/calendar', { calendar: 'always' });
    const addresses = { ana: 'ana', bo: 'nobody', mia: 'mia' };
    for (const [rep, mailbox] of Object.entries(addresses))
      await folder.post('/v1/reps', {
        id: rep,
        name: rep,
        attributes: { email: `${mailbox}@example.com`, ...(rep === 'mia' && { webhook: told.webhookUrl }) },
      });
    for (const rep of ['ana', 'bo']) await folder.post(`/v1/reps/${rep}/teams`, { team: 'north' });
    await folder.post('/v1/teams/north/manager', { person: 'mia' });
    await folder.answer('pool', 'create', 'back');
    await folder.answer('pool', 'set', 'back', '--claims-per-day', '1', '--previous-owner-cool-down', '60', '--reason', 'one a day');
  });
  afterAll(async () => {
    await folder.stop();
    await told.close();
  });

  it('R1.2 R1.3 who answers for the data is named and asked for on the command line', async () => {
    await folder.answer('accountable', 'name', 'pipeline', '--person', 'mia', '--reason', 'she knows it');
    const named = (): Promise<AccountableAnswer[]> => folder.lines('accountable');
    await until('the name', async () => (await named()).some(({ domain, person }) => domain === 'pipeline' && person === 'mia'));
    const before = await folder.lines<AccountableAnswer>('accountable', '--at', '2020-01-01T00:00:00Z');
    expect(before.filter(({ person }) => person !== null)).toEqual([]);
  });

  let patient = '';
  it('R2.16 R5.7 an inquiry goes to whom the policy from the file chooses, and why answers for owner and others', async () => {
    for (const [name, text] of Object.entries({ north: NORTH, idle: IDLE, answer: ANSWER }))
      expect(await folder.answer('policy', 'activate', file(`${name}.policy.yaml`, text), '--reason', 'agreed')).toMatchObject({
        version: 1,
        changed: true,
      });
    patient = (await capture()).leadId;
    expect(await ownerOf(patient)).toBe('ana');
    const why = await folder.answer<WhyAnswer>('why', patient, '--not', 'bo');
    expect(why).toMatchObject({
      byDecision: true,
      decision: { policy: { name: 'north', version: 1 }, rule: { name: 'in-turn' }, chosen: { id: 'ana' } },
      not: { rep: 'bo', verdict: 'compared' },
    });
    const spoken = await folder.answer<WhyAnswer>('why', patient);
    expect(spoken.words.join(' ')).toContain('by decision of the policy north@1');
  });

  it('R2.7 T9 a rule switched off and on by command moves no due date', async () => {
    const due = await until('its protection', async () => (await card(patient)).recycleDueAt);
    await folder.answer('policy', 'pause', 'idle-leads', '--reason', 'let us see');
    expect((await card(patient)).recycleDueAt).toBe(due);
    await folder.answer('policy', 'resume', 'idle-leads', '--reason', 'seen');
    expect((await card(patient)).recycleDueAt).toBe(due);
    const changes = await folder.lines<HistoryLine>('history', patient);
    expect(changes.filter(({ type }) => type === 'lead.protection-started')).toHaveLength(1);
  });

  let hurried: string[] = [];
  it('R3.6 R4.7 R6.5 a breach reaches a named person by mail and webhook; where it cannot be delivered, the next in line', async () => {
    hurried = [(await capture({ hurry: true })).leadId, (await capture({ hurry: true })).leadId];
    const [bos, anas] = hurried as [string, string];
    expect([await ownerOf(bos), await ownerOf(anas)]).toEqual(['bo', 'ana']);
    const escalated = await until('the escalation', async () => {
      const alert = await alertsOf(bos, 'sla-breached');
      return alert?.deliveries.some(({ to, channel }) => to === 'mia' && channel === 'webhook') && alert;
    });
    expect(escalated.told).toEqual(['bo', 'mia']);
    expect(escalated.deliveries.map(({ to, channel, failed }) => [to, channel, failed === null])).toEqual([
      ['bo', 'email', false],
      ['mia', 'email', true],
      ['mia', 'webhook', true],
    ]);
    await until('the mail to ana', () => told.mails.some(({ to, text }) => to === 'ana@example.com' && text.includes(anas)));
    expect(told.mails.some(({ to, text }) => to === 'mia@example.com' && text.includes(bos))).toBe(true);
    expect(told.posts.some(({ kind, to, lead }) => kind === 'sla-breached' && to === 'mia' && lead === bos)).toBe(true);
  });

  it.each([
    ['R6.5 alerts', ['alerts', 'list', '--all'], ({ alert }: Line) => alert],
    ['R3.10 what was read of leads', ['audit', 'reads'], ({ number }: Line) => number],
    ['R5.13 events', ['events', 'tail'], ({ position }: Line) => position],
  ])('%s come page by page on the command line, which says where they go on', async (_, command, idOf) => {
    for (let n = 0; n < 2; n++) await folder.lines('history', patient);
    const page = async (...which: string[]): Promise<{ ids: unknown[]; err: string }> => {
      const { code, out, err } = await folder.run(...command, ...which);
      expect({ code, err }).toEqual({ code: 0, err });
      return {
        ids: out
          .split('\n')
          .filter(Boolean)
          .map((text) => idOf(JSON.parse(text) as Line)),
        err,
      };
    };
    const start = command[0] === 'events' ? ['--after', '0'] : [];
    const { ids: one, err } = await page('--limit', '1', ...start);
    expect(err).toBe(`There is more: the next page begins with --after ${String(one[0])}\n`);
    const two = (await page('--limit', '1', '--after', String(one[0]))).ids;
    const whole = await page('--limit', '1000', ...start);
    expect(whole.err).toBe('');
    const at = whole.ids.indexOf(one[0]);
    expect([one, two]).toEqual([whole.ids.slice(at, at + 1), whole.ids.slice(at + 1, at + 2)]);
    const wrong = await folder.run(...command, '--limit', 'many');
    expect([wrong.code, JSON.parse(wrong.err)]).toEqual([2, expect.objectContaining({ code: 'CLI.WRONG_USAGE' })]);
  });

  it('R0.23 T9 after its reminder an idle lead is recycled once, at its due time, though the worker is killed before', async () => {
    for (const lead of hurried) await until('the reminder', () => alertsOf(lead, 'recycling-reminder'));
    const [worker] = processesOn(folder.parent).filter((pid) =>
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('apps/worker/src/main.js'),
    );
    process.kill(worker!, 'SIGKILL');
    for (const lead of hurried) {
      await until('the pool', async () => (await holding(lead))?.holderId === 'back');
      const lines = await folder.lines<HistoryLine>('history', lead);
      const of = (type: string): (string | null)[] => lines.filter((line) => line.type === type).map(({ occurredAt }) => occurredAt);
      const [assigned] = of('lead.assigned');
      expect(of('lead.recycled')).toEqual([new Date(Date.parse(assigned!) + 14_000).toISOString()]);
      expect(of('lead.recycling-reminded')).toEqual([new Date(Date.parse(assigned!) + 7_000).toISOString()]);
      expect(of('lead.sla-breached')).toEqual([new Date(Date.parse(assigned!) + 1_000).toISOString()]);
    }
  });

  it('R3.8 every policy says on the command line who owns it, how often it fired and when last, and when it is to be looked at again', async () => {
    const lines = await folder.lines<PolicyUpkeep & { kind: string; name: string; owner: string; reviewBy: string }>('policy', 'list');
    const common = { owner: 'mia', reviewBy: '2099-01-01', reviewDue: false, staleValues: [], lastFiredAt: expect.any(String) };
    expect(lines).toMatchObject([
      { ...common, kind: 'assignment', name: 'north', fired: 3 },
      { ...common, kind: 'recycling', name: 'idle-leads', fired: 3 },
      { ...common, kind: 'sla', name: 'answer', fired: 2 },
    ]);
  });

  it('R4.7 who dropped the ball: each breach with its owner then, clock, earlier owners and pauses', async () => {
    const [bos, anas] = hurried as [string, string];
    const hour = 3_600_000;
    const period = [Date.now() - hour, Date.now() + hour].map((at) => new Date(at).toISOString());
    const asked = ['breaches', '--from', period[0]!, '--to', period[1]!];
    const breaches = await folder.lines<SlaBreach>(...asked);
    const common = { clock: 'first-response', policy: 'answer@1', team: 'north', earlier: [], pauses: [], answeredAt: null };
    expect(breaches).toMatchObject([
      { ...common, lead: bos, owner: 'bo', ownerName: 'bo', ownerAsKnown: 'bo' },
      { ...common, lead: anas, owner: 'ana', ownerName: 'ana', ownerAsKnown: 'ana' },
    ]);
    expect(await folder.lines(...asked, '--owner', 'bo')).toEqual(breaches.slice(0, 1));
  });

  it('T2 a claim from the pool on the command line; the second of the day is refused with every reason', async () => {
    const [bos, anas] = hurried as [string, string];
    await folder.answer('lead', 'claim', bos, '--rep', 'ana');
    expect(await ownerOf(bos)).toBe('ana');
    const refused = await folder.run('lead', 'claim', anas, '--rep', 'ana');
    const { violations } = JSON.parse(refused.err) as Problem;
    expect([refused.code, violations.map(({ code }) => code).sort()]).toEqual([
      1,
      ['LEAD.PREVIOUS_OWNER_COOL_DOWN', 'POOL.CLAIM_LIMIT_REACHED'],
    ]);
  });

  it('R3.7 a contract that ends soon brings its renewal up for the owner', async () => {
    const day = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
    await folder.post(`/v1/leads/${patient}/contract`, { endsOn: day, noticeDays: 90, action: 'Offer the renewal' });
    const { nextAction } = await until('the renewal', async () => {
      const seen = await card(patient);
      return seen.nextAction && seen;
    });
    expect(nextAction).toMatchObject({ action: `Offer the renewal (ends ${day})`, by: 'ana' });
    expect(await folder.lines('queue', 'ana')).toEqual(expect.arrayContaining([expect.objectContaining({ lead: patient })]));
  });

  it('R2.10 R5.5 R5.10 what another policy would have done: as a job over HTTP, on the command line, and for recycling', async () => {
    const now = Date.now();
    const period = { from: new Date(now - 3_600_000).toISOString(), to: new Date(now).toISOString() };
    const spoken = ['--from', period.from, '--to', period.to];
    const { job } = await folder.post<{ job: string }>('/v1/policies/simulate', { document: NORTH, ...period });
    const { result } = await until('the job', async () => {
      const seen = await folder.get<{ state: string; result: SimulationResult }>(`/v1/jobs/${job}`);
      return seen.state === 'completed' && seen;
    });
    expect(result).toMatchObject({ inquiries: 3, decisions: 3, expectedOverrides: { compared: 3 } });
    expect(result.load.map(({ rep, assigned }) => [rep, assigned])).toEqual([
      ['ana', 2],
      ['bo', 1],
    ]);
    const north = join(folder.parent, 'north.policy.yaml');
    expect(await folder.answer('policy', 'simulate', north, ...spoken, '--position', result.position)).toEqual(result);
    const document = `${head('gone-at-once', 'recycling')}rules:\n  - { name: all, protection: { default: 5 seconds }, to: { pool: back } }\n`;
    const over = await folder.post<RecyclingIf>('/v1/policies/simulate/recycling', { document, ...period });
    const told = await folder.lines<{ type?: string; time?: string }>('events', 'tail', '--after', '0');
    const recycled = told.filter(({ type, time }) => type === 'lead.recycled' && time! < period.to);
    expect(recycled.length).toBeGreaterThanOrEqual(2);
    expect(over).toMatchObject({ reallyRecycled: recycled.length, untouched: over.left });
    expect(over.left).toBeGreaterThanOrEqual(3);
    const asked = await folder.answer<RecyclingIf>('policy', 'simulate', file('gone.policy.yaml', document), ...spoken);
    expect(asked).toEqual({ ...over, position: asked.position });
  });

  it('R0.21 R5.9 people are shown, merged, found in collision, ruled on and taken apart on the command line', async () => {
    const [one, two] = [await capture(), await capture()];
    const owners = [await ownerOf(one.leadId), await ownerOf(two.leadId)];
    expect([...owners].sort()).toEqual(['ana', 'bo']);
    await folder.answer('person', 'merge', two.personId, '--into', one.personId, '--reason', 'the same voice');
    const [collision] = await until('the collision', async () => {
      const lines = await folder.lines<Collision>('person', 'collisions');
      return lines.length > 0 && lines;
    });
    expect(collision!.leads.map(({ lead }) => lead).sort()).toEqual([one.leadId, two.leadId].sort());
    await folder.answer('person', 'rule', one.personId, '--owner', 'ana', '--reason', 'she met them');
    await until('the ruling', async () => (await holding(two.leadId))?.owner === 'ana');
    const shown = await until('the answer', async () => {
      const answer = await folder.answer<PersonAnswer>('person', 'show', one.personId);
      return !answer.collision && answer;
    });
    expect(shown).toMatchObject({
      merged: [{ person: two.personId, reason: 'the same voice' }],
      leads: [{ owner: 'ana' }, { owner: 'ana' }],
    });
    await folder.answer('person', 'unmerge', two.personId, '--reason', 'they are brothers');
    await until('two people', async () => (await folder.answer<PersonAnswer>('person', 'show', one.personId)).merged.length === 0);
  });
});

import { newId } from '#libs/platform';
import { foldStream } from '#libs/event-store';
import { type ClockRig, clockRig } from '#libs/testing';
import { slaBreaches, slaUnderCalendar } from '../index.js';

const calendar = `
calendar: berlin
name: Berlin
zone: Europe/Berlin
weekly:
  - { days: [mon, tue, wed, thu, fri], hours: [09:00-13:00, 14:00-18:00] }
exceptions:
  - { date: 2026-04-03, name: Good Friday, hours: [] }
  - { date: 2026-04-06, name: Easter Monday, hours: [] }
`;
const policy = `
policy: response
kind: sla
owner: Mia
reviewBy: 2027-01-01
calendar: berlin
clocks:
  - name: first-response
    starts: captured
    stops: outbound
    within: 4 hours
    pauses: [waiting-for-customer]
    escalate: [owner, team-manager]
    acknowledgeWithin: 2 hours
  - name: answer
    starts: customer-message
    stops: outbound
    within: 2 hours
    escalate: [{ person: Ana }]
`;

let rig: ClockRig;
const berlin = (text: string): string => `2026-${text}:00${text < '03-29' ? '+01:00' : '+02:00'}`;

beforeEach(async () => {
  rig = await clockRig('2026-03-02T08:00:00Z');
  await rig.leads.hire('North', 'Ana', 'Bo', 'Mia');
  const envelope = () => ({ commandId: newId(), actor: rig.actor });
  await rig.calendars.publish({ document: calendar, feeds: {}, reason: 'test' }, envelope());
  await rig.leads.organisation.execute({ do: 'name-manager', team: 'North', person: 'Mia' }, envelope());
  await rig.enforce(policy);
});
afterEach(() => rig.close());

const captured = async (at: string): Promise<string> => {
  rig.hour(berlin(at));
  const lead = await rig.capture();
  await rig.act(lead, { do: 'assign-lead', to: { kind: 'person', id: 'Ana' } });
  await rig.work();
  return lead;
};
const call = async (lead: string, at: string, direction: 'outbound' | 'inbound' = 'outbound', automatic = false): Promise<void> => {
  rig.hour(berlin(at));
  await rig.act(lead, { do: 'record-follow-up', type: 'call', direction, automatic, by: 'Ana' });
  await rig.work();
};
const clocks = async (lead: string) => {
  const { leadFold } = await import('../lead-fold.js');
  return (await foldStream(rig.log, `lead-${lead}`, leadFold)).state.clocks.slas;
};
const at = (ms: number | undefined): string | undefined => (ms === undefined ? undefined : new Date(ms).toISOString());

describe('service times', () => {
  it('count in working time: captured before Easter, due on the Tuesday after', async () => {
    const lead = await captured('04-02T16:30');
    const [first] = await clocks(lead);
    expect(at(first?.dueAt)).toBe('2026-04-07T09:30:00.000Z');
    expect(first?.calendar).toEqual({ id: 'berlin', version: 1 });
    await call(lead, '04-02T17:00', 'outbound', true);
    expect((await clocks(lead))[0]?.met).toBeNull();
    await call(lead, '04-07T10:00');
    expect((await clocks(lead))[0]?.met).toMatchObject({ by: 'Ana', late: false, elapsedMs: 2.5 * 3_600_000 });
  });

  it('R4.7 a breach names the owner then, the clock, earlier owners and pauses, at its due time however late the worker is', async () => {
    const lead = await captured('04-08T09:00');
    rig.hour(berlin('04-08T10:00'));
    await rig.act(lead, { do: 'declare-waiting', for: 'papers', until: '2026-04-20T08:00:00Z' });
    await rig.work();
    expect((await rig.timers(lead))['sla-due']).toBe('2026-04-08T09:00:00.000Z');
    await call(lead, '04-08T11:00', 'inbound');
    rig.hour(berlin('04-08T12:00'));
    await rig.act(lead, { do: 'transfer-lead', to: { kind: 'person', id: 'Bo' }, reason: 'Ana is ill' });
    rig.hour(berlin('04-10T09:00'));
    await rig.work();
    const breaches = await rig.of(lead, 'lead.sla-breached');
    const first = breaches.find(({ data }) => data.clock === 'first-response');
    expect(first?.metadata).toMatchObject({ occurredAt: { value: '2026-04-08T13:00:00.000Z' }, policy: { name: 'response', version: 1 } });
    expect(first?.data).toMatchObject({
      dueAt: '2026-04-08T13:00:00.000Z',
      holder: { kind: 'person', id: 'Bo' },
      team: 'North',
      earlier: [{ holder: { kind: 'person', id: 'Ana' }, until: '2026-04-08T10:00:00.000Z' }],
      pauses: [{ from: '2026-04-08T08:00:00.000Z', until: '2026-04-08T09:00:00.000Z' }],
    });
    const { rows } = await rig.pool.query<{ told: string[]; kind: string }>(
      `select told, kind from read.alert where lead = $1 order by kind, told`,
      [lead],
    );
    expect(rows).toContainEqual({ told: ['Bo'], kind: 'sla-breached' });
    await call(lead, '04-10T09:30');
    expect((await clocks(lead)).find((sla) => sla.clock === 'first-response')?.met).toMatchObject({ late: true });

    const asked = { from: berlin('04-08T00:00'), to: berlin('04-11T00:00') };
    const report = async (more: object = {}, clock = {}) => {
      await rig.projector.caughtUp();
      return (await slaBreaches({ pool: rig.pool, now: rig.clock.now() }, { ...asked, ...more }, clock)).filter(
        (breach) => breach.clock === 'first-response',
      );
    };
    const [said] = await report();
    expect(said).toMatchObject({
      ...{ lead, policy: 'response@1', dueAt: '2026-04-08T13:00:00.000Z', owner: 'Bo', ownerName: 'Bo', team: 'North', ownerAsKnown: 'Bo' },
      ...{ earlier: first?.data.earlier, pauses: first?.data.pauses, answeredAt: '2026-04-10T07:30:00.000Z', answeredBy: 'Ana' },
    });
    const correction = { do: 'correct-ownership' as const, to: { kind: 'person' as const, id: 'Ana' }, reason: 'She was there all day' };
    await rig.act(lead, correction, { at: berlin('04-08T12:30') });
    expect(await report({ owner: 'Ana' })).toMatchObject([{ owner: 'Bo', ownerAsKnown: 'Ana' }]);
    expect(await report({}, { position: said!.position })).toMatchObject([{ ownerAsKnown: 'Bo', answeredAt: null }]);
    expect(await report({ team: 'South' })).toEqual([]);
    expect(await report({ from: berlin('04-09T00:00') })).toEqual([]);
  });

  it('R4.12 a breach that the owner does not take on goes to who leads the team', async () => {
    const lead = await captured('04-08T09:00');
    rig.hour(berlin('04-08T14:00'));
    await rig.work();
    rig.hour(berlin('04-08T18:30'));
    await rig.work();
    const { rows } = await rig.pool.query<{ told: string[] }>(
      `select told from read.alert where lead = $1 and subject like 'first-response%'`,
      [lead],
    );
    expect(rows).toEqual([{ told: ['Ana', 'Mia'] }]);
  });

  it('each later message of the customer begins its own answer time, at most one at once', async () => {
    const lead = await captured('04-08T09:00');
    await call(lead, '04-08T09:30');
    await call(lead, '04-09T09:00', 'inbound');
    await call(lead, '04-09T09:30', 'inbound');
    const answers = (await clocks(lead)).filter((sla) => sla.clock === 'answer');
    expect(answers.map((sla) => [at(sla.from), sla.met !== null])).toEqual([
      ['2026-04-08T07:00:00.000Z', true],
      ['2026-04-09T07:00:00.000Z', false],
    ]);
  });

  it('R4.7 who says twice that a customer is waited for is in breach all the same when nobody answers after it', async () => {
    const lead = await captured('04-08T09:00');
    for (const time of ['04-08T10:00', '04-08T10:30']) {
      rig.hour(berlin(time));
      await rig.act(lead, { do: 'declare-waiting', for: 'papers', until: '2026-04-20T08:00:00Z' });
      await rig.work();
    }
    await call(lead, '04-08T11:00', 'inbound');
    rig.hour(berlin('04-10T09:00'));
    await rig.work();
    expect((await rig.of(lead, 'lead.sla-breached')).find(({ data }) => data.clock === 'first-response')?.data).toMatchObject({
      dueAt: '2026-04-08T13:00:00.000Z',
      pauses: [{ from: '2026-04-08T08:00:00.000Z', until: '2026-04-08T09:00:00.000Z' }],
    });
  });

  it('R2.7 off, nothing new begins and nothing is a breach; on again, what is due is one, and no due time moved', async () => {
    const lead = await captured('04-08T09:00');
    await rig.move('response', 'pause', 'sla');
    rig.hour(berlin('04-08T20:00'));
    await rig.work();
    const other = await captured('04-09T09:00');
    expect(await rig.of(lead, 'lead.sla-breached')).toEqual([]);
    expect(await clocks(other)).toEqual([]);
    await rig.move('response', 'resume', 'sla');
    await rig.work();
    const breaches = await rig.of(lead, 'lead.sla-breached');
    expect(breaches.map(({ data }) => data.dueAt).sort()).toEqual(['2026-04-08T09:00:00.000Z', '2026-04-08T11:00:00.000Z']);
  });

  it('a call that was made in time but is told before the timer comes is no breach', async () => {
    const lead = await captured('04-08T09:00');
    rig.hour(berlin('04-08T20:00'));
    await rig.act(lead, { do: 'record-follow-up', type: 'call', direction: 'outbound', by: 'Ana' }, { at: berlin('04-08T09:30') });
    await rig.projector.caughtUp();
    await rig.tick();
    await rig.work();
    expect(await rig.of(lead, 'lead.sla-breached')).toEqual([]);
    expect((await clocks(lead)).map(({ met }) => met?.late)).toEqual([false, false]);
  });

  it('a document that answers nothing is refused with everything that is wrong', async () => {
    const { problems } = await rig.policies.check(`
policy: broken
kind: sla
owner: Mia
reviewBy: 2027-01-01
calendar: holder
clocks:
  - { name: a, starts: sometimes, within: 2 days, escalate: [nobody] }
  - { name: a, starts: assigned, stops: assigned, within: 1 hour }
`);
    expect(problems.map(({ code }) => code)).toEqual([
      'POLICY.UNKNOWN_VALUE',
      'POLICY.SHAPE',
      'POLICY.SHAPE',
      'POLICY.MISSING',
      'POLICY.SHAPE',
    ]);
  });

  it('R5.12 a forgotten holiday takes a breach back in the second column, and the official record stays', async () => {
    const lead = await captured('04-09T17:00');
    rig.hour(berlin('04-13T10:00'));
    await rig.work();
    expect(await rig.of(lead, 'lead.sla-breached')).toHaveLength(2);
    const holiday = `${calendar}  - { date: 2026-04-10, name: Forgotten, hours: [] }\n`;
    await rig.calendars.publish(
      { document: `${holiday}effectiveFrom: 2026-01-01\n`, feeds: {}, reason: 'forgotten' },
      { commandId: newId(), actor: rig.actor },
    );
    await call(lead, '04-13T11:00');
    await rig.projector.caughtUp();
    const period = { from: '2026-04-01T00:00:00Z', to: '2026-05-01T00:00:00Z' };
    const twice = await slaUnderCalendar(rig.pool, 'berlin', period, rig.clock.now());
    expect(
      twice.map(({ clock, breached, correctedBreached, correctedDueAt }) => [clock, breached, correctedBreached, correctedDueAt]),
    ).toEqual(
      expect.arrayContaining([
        ['first-response', true, false, '2026-04-13T10:00:00.000Z'],
        ['answer', true, true, '2026-04-13T08:00:00.000Z'],
      ]),
    );
    expect(await rig.of(lead, 'lead.sla-breached')).toHaveLength(2);
  });
});

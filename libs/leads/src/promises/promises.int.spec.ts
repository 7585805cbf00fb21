import { type ClockRig, clockRig } from '#libs/testing';
import { type ClockQuery, leadAt, unplannedLeads } from '../index.js';
import { type LeadCard } from '../lead-card/lead-card.js';

let rig: ClockRig;

beforeEach(async () => {
  rig = await clockRig('2026-03-02T08:00:00Z');
  await rig.leads.hire('North', 'Ana', 'Bo');
});
afterEach(() => rig.close());

const held = async (by = 'Ana'): Promise<string> => {
  const lead = await rig.capture();
  await rig.act(lead, { do: 'claim-lead', rep: by });
  await rig.work();
  return lead;
};
const card = async (lead: string): Promise<LeadCard> => {
  await rig.projector.caughtUp();
  return (await leadAt({ pool: rig.pool, now: rig.clock.now() }, lead)) as unknown as LeadCard;
};
const refusal = (acting: Promise<unknown>): Promise<string> =>
  acting.then(
    () => 'accepted',
    (error: { code: string }) => error.code,
  );

describe('promises', () => {
  it('R4.5 not now needs a date, and on it the owner of that date has a next action', async () => {
    const lead = await held();
    expect(await refusal(rig.act(lead, { do: 'close-lead', disposition: 'not_now' }))).toBe('DISPOSITION.REVISIT_MISSING');
    expect(await refusal(rig.act(lead, { do: 'close-lead', disposition: 'not_now', revisitAt: '2026-03-01T08:00:00Z' }))).toBe(
      'INSTANT.PAST',
    );
    await rig.act(lead, { do: 'close-lead', disposition: 'not_now', reason: 'No budget', revisitAt: '2026-06-01T07:00:00Z' });
    expect(await card(lead)).toMatchObject({ status: 'closed', revisitAt: '2026-06-01T07:00:00.000Z' });
    rig.hour('2026-04-01T08:00:00Z');
    await rig.act(
      lead,
      { do: 'correct-ownership', to: { kind: 'person', id: 'Bo' }, reason: 'Ana moved on' },
      { at: '2026-04-01T08:00:00Z' },
    );
    rig.hour('2026-06-03T12:00:00Z');
    await rig.work();
    await rig.work();
    expect(await card(lead)).toMatchObject({
      status: 'open',
      owner: 'Bo',
      nextAction: { action: 'Come back to it: No budget', dueAt: '2026-06-01T07:00:00.000Z', by: 'Bo' },
    });
    expect(await rig.of(lead, 'lead.reopened')).toMatchObject([{ metadata: { occurredAt: { value: '2026-06-01T07:00:00.000Z' } } }]);
    expect(await rig.of(lead, 'lead.next-action-planned')).toHaveLength(1);
  });

  it('a renewal comes up before the contract ends, moves with its date, and opens a lead that was won', async () => {
    const lead = await held();
    await rig.act(lead, { do: 'win-lead' });
    await rig.act(lead, { do: 'set-contract', endsOn: '2026-12-31', zone: 'Europe/Berlin', noticeDays: 30, action: 'Offer the renewal' });
    expect(await rig.timers(lead)).toEqual({ renewal: '2026-11-30T23:00:00.000Z' });
    await rig.act(lead, { do: 'set-contract', endsOn: '2026-09-30', zone: 'Europe/Berlin', noticeDays: 30, action: 'Offer the renewal' });
    expect(await rig.timers(lead)).toEqual({ renewal: '2026-08-30T22:00:00.000Z' });
    rig.hour('2026-08-31T08:00:00Z');
    await rig.work();
    await rig.work();
    expect(await card(lead)).toMatchObject({
      status: 'open',
      contractEndsOn: '2026-09-30',
      nextAction: { action: 'Offer the renewal (ends 2026-09-30)', by: 'Ana', dueAt: '2026-08-30T22:00:00.000Z' },
    });
    expect(await rig.of(lead, 'lead.reopened')).toHaveLength(1);
  });

  it('R3.7 date change and owner change: one live task, with the new owner of the day it falls due', async () => {
    const lead = await held();
    await rig.act(lead, { do: 'set-contract', endsOn: '2026-12-31', zone: 'Europe/Berlin' });
    rig.hour('2026-05-04T08:00:00Z');
    await rig.act(lead, { do: 'set-contract', endsOn: '2026-10-01', zone: 'Europe/Berlin' });
    await rig.act(lead, { do: 'transfer-lead', to: { kind: 'person', id: 'Bo' }, reason: 'Ana moved on' });
    await rig.work();
    expect(await rig.timers(lead)).toEqual({ renewal: '2026-07-02T22:00:00.000Z' });
    rig.hour('2026-10-05T08:00:00Z');
    await rig.work();
    await rig.work();
    const tasks = await rig.of(lead, 'lead.next-action-planned');
    expect(tasks.map(({ data }) => [data.action, data.by, data.dueAt])).toEqual([
      ['Renew the contract (ends 2026-10-01)', 'Bo', '2026-07-02T22:00:00.000Z'],
    ]);
    expect((await card(lead)).nextAction).toMatchObject({ by: 'Bo' });
    expect(await rig.timers(lead)).not.toHaveProperty('renewal');
  });

  it('R3.7 a contract that is dated when its notice has begun is to be renewed at once, by whoever has the lead then', async () => {
    const lead = await held();
    await rig.act(lead, { do: 'set-contract', endsOn: '2026-04-01', zone: 'Europe/Berlin' });
    await rig.work();
    expect((await card(lead)).nextAction).toMatchObject({ by: 'Ana', dueAt: '2026-03-02T08:00:00.000Z' });
  });

  it('a next action is moved, done or cancelled, and never one that was replaced meanwhile', async () => {
    const lead = await held();
    expect(await refusal(rig.act(lead, { do: 'complete-next-action' }))).toBe('NEXT_ACTION.NONE');
    await rig.act(lead, { do: 'plan-next-action', action: 'Call', dueAt: '2026-03-04T08:00:00Z' });
    const { nextAction } = await card(lead);
    await rig.act(lead, { do: 'move-next-action', dueAt: '2026-03-06T08:00:00Z', reason: 'away' });
    expect((await card(lead)).nextAction).toMatchObject({ actionId: nextAction?.actionId, dueAt: '2026-03-06T08:00:00.000Z', by: 'Ana' });
    await rig.act(lead, { do: 'plan-next-action', action: 'Visit', dueAt: '2026-03-05T08:00:00Z' });
    expect(await refusal(rig.act(lead, { do: 'complete-next-action', actionId: nextAction!.actionId }))).toBe('NEXT_ACTION.REPLACED');
    await rig.act(lead, { do: 'complete-next-action' });
    expect((await card(lead)).nextAction).toBeNull();
    await rig.act(lead, { do: 'plan-next-action', action: 'Write', dueAt: '2026-03-05T08:00:00Z' });
    await rig.act(lead, { do: 'cancel-next-action', reason: 'settled' });
    expect((await card(lead)).nextAction).toBeNull();
  });

  it('R4.12 an action that nobody did is overdue a day later, once, unless somebody followed up', async () => {
    const [late, done] = [await held(), await held()];
    for (const lead of [late, done]) await rig.act(lead, { do: 'plan-next-action', action: 'Call', dueAt: '2026-03-04T08:00:00Z' });
    rig.hour('2026-03-04T09:00:00Z');
    await rig.act(done, { do: 'record-follow-up', type: 'call', direction: 'outbound', by: 'Ana' });
    rig.hour('2026-03-06T09:00:00Z');
    await rig.work();
    await rig.work();
    expect(await rig.of(late, 'lead.next-action-overdue')).toMatchObject([
      { data: { action: 'Call', by: 'Ana', team: 'North' }, metadata: { occurredAt: { value: '2026-03-05T08:00:00.000Z' } } },
    ]);
    expect(await rig.of(done, 'lead.next-action-overdue')).toEqual([]);
    await rig.act(late, { do: 'move-next-action', dueAt: '2026-03-08T08:00:00Z' });
    expect(await rig.timers(late)).toEqual({ 'next-action-overdue': '2026-03-09T08:00:00.000Z' });
  });

  it('R4.8 waiting has a date, ends with an answer, and on the date a next action takes its place', async () => {
    const [silent, answered] = [await held(), await held()];
    expect(await refusal(rig.act(silent, { do: 'declare-waiting', for: ' ', until: '2026-02-01T08:00:00Z' }))).toBe('FIELD.BLANK');
    for (const lead of [silent, answered])
      await rig.act(lead, { do: 'declare-waiting', for: 'the signed offer', until: '2026-03-10T08:00:00Z' });
    rig.hour('2026-03-05T08:00:00Z');
    await rig.act(answered, { do: 'record-follow-up', type: 'email', direction: 'inbound' });
    expect((await card(answered)).waitingFor).toBeNull();
    expect((await card(silent)).waitingFor).toMatchObject({ on: 'customer', for: 'the signed offer' });
    rig.hour('2026-03-12T08:00:00Z');
    await rig.work();
    expect(await card(silent)).toMatchObject({
      waitingFor: null,
      nextAction: { action: 'Was waiting for: the signed offer', dueAt: '2026-03-10T08:00:00.000Z', by: 'Ana' },
    });
    expect((await card(answered)).nextAction).toBeNull();
  });

  it('R4.8 what was followed up on and has nothing planned is listed, at any instant and as known then', async () => {
    const [planned, waiting, late, untouched] = [await held(), await held('Bo'), await held(), await held()];
    const call = { do: 'record-follow-up', type: 'call', direction: 'outbound' } as const;
    rig.hour('2026-03-03T08:00:00Z');
    for (const lead of [planned, waiting]) await rig.act(lead, call);
    rig.hour('2026-03-05T08:00:00Z');
    await rig.act(planned, { do: 'plan-next-action', action: 'Send the offer', dueAt: '2026-03-20T08:00:00Z' });
    await rig.act(waiting, { do: 'declare-waiting', for: 'the signed offer', until: '2026-03-20T08:00:00Z' });
    // That somebody had called on the third is told two days later.
    await rig.act(late, call, { at: '2026-03-03T09:00:00Z' });
    rig.hour('2026-03-06T08:00:00Z');
    await rig.projector.caughtUp();
    const unplanned = async (query: ClockQuery = {}, of: { owner?: string; team?: string } = {}): Promise<string[]> =>
      (await unplannedLeads({ pool: rig.pool, now: rig.clock.now() }, of, query)).map(({ lead }) => lead);
    const fourth = '2026-03-04T08:00:00Z';
    expect(await unplanned()).toEqual([late]);
    expect(await unplanned({ at: fourth })).toEqual([...[planned, waiting].sort(), late]);
    expect(await unplanned({ at: fourth, knownAt: fourth })).toEqual([planned, waiting].sort());
    expect(await unplanned({ at: fourth }, { owner: 'Bo' })).toEqual([waiting]);
    expect(await unplanned({ at: fourth }, { team: 'South' })).toEqual([]);
    expect(await unplanned({ at: '2026-03-02T20:00:00Z' })).not.toContain(untouched);
    expect(await unplannedLeads({ pool: rig.pool, now: rig.clock.now() }, {})).toMatchObject([
      { owner: 'Ana', team: 'North', lastFollowUp: { type: 'call' }, idleSince: '2026-03-03T09:00:00.000Z' },
    ]);
  });

  it('the same timer fired twice, by two workers at once, does it once', async () => {
    const lead = await held();
    await rig.act(lead, { do: 'close-lead', disposition: 'not_now', revisitAt: '2026-03-10T08:00:00Z' });
    rig.hour('2026-03-11T08:00:00Z');
    await rig.projector.caughtUp();
    await Promise.all([rig.tick(), rig.tick(), rig.tick()]);
    await rig.pool.query('delete from worker.timer_claim');
    await rig.tick();
    expect(await rig.of(lead, 'lead.reopened')).toHaveLength(1);
    expect(await rig.of(lead, 'lead.next-action-planned')).toHaveLength(1);
  });
});

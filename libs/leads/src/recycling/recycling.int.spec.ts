import { newId } from '#libs/platform';
import { type ClockRig, clockRig } from '#libs/testing';
import { recyclingKind, simulateRecycling } from '../index.js';

const document = (name: string, more = '') => `
policy: ${name}
kind: recycling
owner: Mia
reviewBy: 2027-01-01
zone: Europe/Berlin
rules:
  - name: default
    protection: { default: 10 days, extension: 3 days, maximum: 20 days }
    remind: 1 day
    to: { pool: North }
${more}
tests:
  - { name: nothing happens, heldSince: 2026-03-25T09:00:00+01:00, activities: [], due: 2026-04-04T09:00:00+02:00 }
  - name: the worked example
    heldSince: 2026-03-25T09:00:00+01:00
    activities: ['2026-03-28T09:00:00+01:00', '2026-04-02T09:00:00+02:00', '2026-04-05T09:00:00+02:00']
    due: 2026-04-08T09:00:00+02:00
`;

let rig: ClockRig;

beforeEach(async () => {
  rig = await clockRig('2026-03-20T08:00:00Z');
  await rig.leads.hire('North', 'Ana', 'Bo');
  await rig.leads.organisation.execute(
    { do: 'create-pool', pool: 'North', name: 'North', team: 'North' },
    { commandId: newId(), actor: rig.actor },
  );
  await rig.enforce(document('idle'));
});
afterEach(() => rig.close());

/** A lead that Ana claims on 25 March at nine. */
const claimed = async (): Promise<string> => {
  rig.hour('2026-03-25T08:00:00Z');
  const lead = await rig.capture();
  await rig.act(lead, { do: 'claim-lead', rep: 'Ana' });
  await rig.work();
  return lead;
};
const active = async (lead: string, at: string): Promise<void> => {
  rig.hour(at);
  await rig.act(lead, { do: 'record-follow-up', type: 'call', direction: 'outbound', outcome: 'reached', by: 'Ana' });
  await rig.work();
};
const due = async (lead: string): Promise<string | undefined> => (await rig.timers(lead))['recycle'];
const recycled = async (lead: string) =>
  (await rig.of(lead, 'lead.recycled')).map(({ data, metadata }) => ({
    to: data.to,
    occurredAt: metadata.occurredAt.value,
    knownAt: metadata.knownAt,
    dueAt: data.rule?.dueAt,
    policy: metadata.policy,
  }));

describe('recycling with protection', () => {
  it('R0.23 the worked example: activity moves the due date, and at the maximum the lead goes', async () => {
    const lead = await claimed();
    expect(await due(lead)).toBe('2026-04-04T07:00:00.000Z');
    await active(lead, '2026-03-28T08:00:00Z');
    expect(await due(lead)).toBe('2026-04-04T07:00:00.000Z');
    await active(lead, '2026-04-02T07:00:00Z');
    expect(await due(lead)).toBe('2026-04-05T07:00:00.000Z');
    await active(lead, '2026-04-05T06:59:00Z');
    expect(await due(lead)).toBe('2026-04-08T06:59:00.000Z');
    for (const day of ['07', '10', '12', '13']) await active(lead, `2026-04-${day}T12:00:00Z`);
    expect(await due(lead)).toBe('2026-04-14T07:00:00.000Z');
    rig.hour('2026-04-14T07:00:00Z');
    await rig.work();
    await rig.work();
    const followUps = await rig.of(lead, 'lead.follow-up-recorded');
    expect(await recycled(lead)).toEqual([
      {
        to: { kind: 'pool', id: 'North' },
        occurredAt: '2026-04-14T07:00:00.000Z',
        knownAt: '2026-04-14T07:00:00.000Z',
        dueAt: '2026-04-14T07:00:00.000Z',
        policy: { name: 'idle', version: 1 },
      },
    ]);
    expect((await rig.of(lead, 'lead.recycled'))[0]?.data.rule?.lastFollowUpId).toBe(followUps.at(-1)?.data.followUpId);
    expect(await rig.timers(lead)).toEqual({});
  });

  it('R0.23 the holder is reminded before, again for each later date, and nothing is recycled without', async () => {
    const lead = await claimed();
    rig.hour('2026-04-03T07:00:00Z');
    await rig.work();
    await active(lead, '2026-04-03T12:00:00Z');
    rig.hour('2026-04-20T00:00:00Z');
    await rig.work();
    const types = (await rig.history(lead)).map(({ type, metadata }) => [type, metadata.occurredAt.value]).slice(3);
    expect(types).toEqual([
      ['lead.recycling-reminded', '2026-04-03T07:00:00.000Z'],
      ['lead.follow-up-recorded', '2026-04-03T12:00:00.000Z'],
      ['lead.recycling-reminded', '2026-04-05T12:00:00.000Z'],
      ['lead.recycled', '2026-04-06T12:00:00.000Z'],
    ]);
  });

  it('R2.7 T9 off on 1 April and on again on 6 April changes no date; without activity it goes on the 6th, due on the 5th', async () => {
    const [quiet, busy] = [await claimed(), await claimed()];
    rig.hour('2026-04-01T08:00:00Z');
    await rig.move('idle', 'pause');
    await rig.work();
    for (const lead of [quiet, busy]) {
      expect(await due(lead)).toBe('2026-04-04T07:00:00.000Z');
      await active(lead, '2026-04-02T07:00:00Z');
    }
    await active(busy, '2026-04-05T08:00:00Z');
    expect(await recycled(quiet)).toEqual([]);
    rig.hour('2026-04-06T08:00:00Z');
    await rig.move('idle', 'resume');
    await rig.work();
    expect(await recycled(quiet)).toMatchObject([{ occurredAt: '2026-04-06T08:00:00.000Z', dueAt: '2026-04-05T07:00:00.000Z' }]);
    expect(await due(busy)).toBe('2026-04-08T08:00:00.000Z');
  });

  it('R2.7 a lead claimed while the rule is off has the date it would have had', async () => {
    rig.hour('2026-03-24T08:00:00Z');
    await rig.move('idle', 'pause');
    const lead = await claimed();
    expect(await due(lead)).toBe('2026-04-04T07:00:00.000Z');
  });

  it('R0.23 the worker dead from 4 to 6 April: without activity it occurred on the 4th, with one it moves to the 8th', async () => {
    const [quiet, busy] = [await claimed(), await claimed()];
    rig.hour('2026-04-05T07:00:00Z');
    await rig.act(busy, { do: 'record-follow-up', type: 'call', direction: 'outbound', by: 'Ana' });
    rig.hour('2026-04-06T07:00:00Z');
    await rig.work();
    expect(await recycled(quiet)).toMatchObject([{ occurredAt: '2026-04-04T07:00:00.000Z', knownAt: '2026-04-06T07:00:00.000Z' }]);
    expect(await recycled(busy)).toEqual([]);
    expect(await due(busy)).toBe('2026-04-08T07:00:00.000Z');
    const reminded = (await rig.of(quiet, 'lead.recycling-reminded')).map(({ metadata }) => metadata.occurredAt.value);
    expect(reminded).toEqual(['2026-04-03T07:00:00.000Z']);
  });

  it('R0.23 a change of owner since the due time makes it void, and begins anew', async () => {
    const lead = await claimed();
    rig.hour('2026-04-05T07:00:00Z');
    await rig.act(lead, { do: 'transfer-lead', to: { kind: 'person', id: 'Bo' }, reason: 'cover' });
    await rig.work();
    expect(await recycled(lead)).toEqual([]);
    expect(await due(lead)).toBe('2026-04-15T07:00:00.000Z');
  });

  it('R0.23 a locked lead stays, on record, and goes when it is unlocked', async () => {
    const lead = await claimed();
    rig.hour('2026-04-01T07:00:00Z');
    await rig.act(lead, { do: 'lock-lead', reason: 'offer is out' });
    rig.hour('2026-04-10T07:00:00Z');
    await rig.work();
    await rig.work();
    expect(await recycled(lead)).toEqual([]);
    expect(await rig.of(lead, 'lead.recycling-exempted')).toMatchObject([
      { data: { dueAt: '2026-04-04T07:00:00.000Z', because: [{ code: 'LEAD.LOCKED' }] } },
    ]);
    rig.hour('2026-04-12T07:00:00Z');
    await rig.act(lead, { do: 'unlock-lead' });
    await rig.work();
    expect(await recycled(lead)).toMatchObject([{ occurredAt: '2026-04-12T07:00:00.000Z', dueAt: '2026-04-04T07:00:00.000Z' }]);
  });

  it('R0.4 T10 every way to a holder gives the same due date', async () => {
    rig.hour('2026-03-25T08:00:00Z');
    const [claim, assign, automation, transferred] = await Promise.all([rig.capture(), rig.capture(), rig.capture(), rig.capture()]);
    const to = { kind: 'person' as const, id: 'Ana' };
    await rig.act(claim, { do: 'claim-lead', rep: 'Ana' });
    await rig.act(assign, { do: 'assign-lead', to });
    await rig.leads.commands.execute(
      automation,
      { do: 'assign-lead', to },
      { commandId: newId(), actor: { kind: 'automation', id: 'round@1', assurance: 'policy' } },
    );
    await rig.act(transferred, { do: 'transfer-lead', to, reason: 'bulk' });
    const occurredAt = { precision: 'instant' as const, value: '2026-03-25T08:00:00.000Z' };
    const fact = (rowKey: string, action: object) => ({
      rowKey,
      rowHash: rowKey,
      occurredAt,
      knownAt: '2026-03-25T08:00:00.000Z',
      action: action as never,
    });
    rig.hour('2026-03-27T08:00:00Z');
    const [imported] = await rig.leads.commands.recordHistory([
      {
        importId: 'import-1',
        leadKey: { source: 'crm', id: '1' },
        facts: [fact('1', { do: 'capture-inquiry', source: 'crm', channel: 'search' }), fact('2', { do: 'assign-lead', to })],
      },
    ]);
    await rig.work();
    for (const lead of [claim, assign, automation, transferred, imported!.leadId]) expect(await due(lead)).toBe('2026-04-04T07:00:00.000Z');
  });

  it('T17 a lead of which nobody knows since when it is held is protected from when the rule took effect', async () => {
    const unknown = { precision: 'unknown' as const, value: null };
    const fact = (rowKey: string, action: object) => ({
      rowKey,
      rowHash: rowKey,
      occurredAt: unknown,
      knownAt: null,
      action: action as never,
    });
    const [imported] = await rig.leads.commands.recordHistory([
      {
        importId: 'import-2',
        leadKey: { source: 'crm', id: '2' },
        facts: [
          fact('1', { do: 'capture-inquiry', source: 'crm', channel: 'search' }),
          fact('2', { do: 'assign-lead', to: { kind: 'person', id: 'Ana' } }),
        ],
      },
    ]);
    await rig.work();
    expect(await due(imported!.leadId)).toBe('2026-03-30T07:00:00.000Z');
  });

  it('R0.3 T16 changing an attribute or a stage moves nothing; an automatic mail is no activity', async () => {
    const lead = await claimed();
    rig.hour('2026-04-03T12:00:00Z');
    await rig.act(lead, { do: 'change-attributes', attributes: { note: 'x' } });
    await rig.act(lead, { do: 'enter-stage', stage: 'contacted' });
    await rig.act(lead, { do: 'record-follow-up', type: 'email', direction: 'outbound', automatic: true });
    expect(await due(lead)).toBe('2026-04-04T07:00:00.000Z');
  });

  it('a rule that takes effect finds what is held already, protected from then on', async () => {
    await rig.move('idle', 'retire');
    const lead = await claimed();
    expect(await due(lead)).toBeUndefined();
    rig.hour('2026-03-27T08:00:00Z');
    await rig.enforce(document('late'));
    await rig.work();
    expect(await due(lead)).toBe('2026-04-06T07:00:00.000Z');
  });

  it('R5.10 what a shorter protection would have done is told from the log, and a broken document with all its problems', async () => {
    const lead = await claimed();
    rig.hour('2026-04-01T12:00:00Z');
    await rig.act(lead, { do: 'win-lead' });
    await rig.projector.caughtUp();
    const kind = recyclingKind({ organisation: rig.leads.organisation.reader, zone: 'UTC' });
    const asked = { document: document('five').replace('10 days', '5 days'), from: '2026-03-01T00:00:00Z', to: '2026-04-02T00:00:00Z' };
    const tried = await simulateRecycling(rig.pool, kind, 'UTC', asked, rig.clock.now());
    expect(tried).toMatchObject({ holdings: 1, left: 1, wonLater: 1, untouched: 1, byOwner: [{ owner: 'Ana', left: 1 }] });
    const broken = simulateRecycling(rig.pool, kind, 'UTC', { ...asked, document: 'policy: x' }, rig.clock.now());
    await expect(broken).rejects.toMatchObject({ status: 422 });
  });
});

import { type PositionedEvent } from '#libs/contracts';
import { alertRecipients } from '#libs/dispatch';
import { createAlertCommands, deliverAlerts } from '#libs/governance';
import { createLogger, newId } from '#libs/platform';
import { type ClockRig, clockRig } from '#libs/testing';
import { leadGiver, tellOfAssignments, tellOfInquiries } from '../index.js';
import { placedEvents, type PositionedLeadEvent } from '../ownership/placed-events.js';
import { speedToLead } from '../lead-card/speed-to-lead.js';

let rig: ClockRig;

beforeEach(async () => {
  rig = await clockRig('2026-03-02T08:00:00Z', {
    reactions: ({ log, pool, clock, keyedHash }) => {
      const recipients = alertRecipients({ log, pool, clock });
      const alerts = createAlertCommands({ log, keyedHash, clock, recipients, lastResort: 'Mia' });
      return { ...tellOfInquiries(log, alerts), ...tellOfAssignments(alerts) };
    },
  });
  await rig.leads.hire('North', 'Ana', 'Bo');
});
afterEach(() => rig.close());

const writes = (channel: string, contact: { handles?: string[]; emails?: string[]; phones?: string[] }) =>
  rig.leads.commands.capture({ do: 'capture-inquiry', source: 'campaign', channel, contact }, { commandId: newId(), actor: rig.actor });

async function told(): Promise<string[]> {
  const people: string[] = [];
  for await (const { type, data } of rig.log.readAll()) if (type === 'alert.raised') people.push(String(data['to']));
  return people;
}

describe('a customer who writes on another channel', () => {
  it('R2.3 mail after Telegram: one lead, its owner stays and is told, or the cover while the owner is away', async () => {
    const first = await writes('telegram', { handles: ['telegram:@eva'], emails: ['eva@example.org'] });
    await rig.act(first.leadId, { do: 'claim-lead', rep: 'Ana' });
    await rig.work();
    expect(await told()).toEqual([]);

    const second = await writes('email', { emails: ['eva@example.org'] });
    expect(second).toMatchObject({ leadId: first.leadId, joined: true });
    await rig.work();
    await rig.work();
    expect(await told()).toEqual(['Ana']);

    rig.hour('2026-03-03T08:00:00Z');
    await rig.leads.organisation.execute(
      { do: 'announce-absence', rep: 'Ana', kind: 'vacation', from: '2026-03-03T09:00:00Z', to: '2026-03-13T09:00:00Z', cover: 'Bo' },
      { commandId: newId(), actor: rig.actor },
    );
    rig.hour('2026-03-05T08:00:00Z');
    await writes('phone', { phones: ['+49 151 55555555'], handles: ['telegram:@eva'] });
    await rig.work();
    expect(await told()).toEqual(['Ana', 'Bo']);
    const events = await rig.history(first.leadId);
    expect(events.map(({ type }) => type)).toEqual(['lead.captured', 'lead.claimed', 'lead.inquiry-received', 'lead.inquiry-received']);
  });
});

describe('a lead that a policy gives to a rep', () => {
  /** As the dispatcher does, under the id of its decision. */
  const giveByPolicy = async (lead: string, to: string): Promise<void> =>
    leadGiver(rig.leads.commands).give({
      leadId: lead,
      to: { kind: 'person', id: to },
      decisionId: newId(),
      causationId: newId(),
      actor: { kind: 'automation', id: 'north@1', assurance: 'process' },
      leadRevision: 0,
      evenAtCapacity: false,
    });
  const alertEvents = async (): Promise<PositionedEvent[]> => {
    const events: PositionedEvent[] = [];
    for await (const event of rig.log.readAll()) if (event.stream.startsWith('alert-')) events.push(event as unknown as PositionedEvent);
    return events;
  };

  it('R3.6 is told to the rep after it is assigned; the events split the time into system delay, wait for a dispatcher and human delay', async () => {
    const lead = await rig.capture();
    rig.hour('2026-03-02T08:00:01Z');
    await giveByPolicy(lead, 'Ana');
    rig.hour('2026-03-02T08:00:02Z');
    await rig.work();
    rig.hour('2026-03-02T08:10:02Z');
    await rig.act(lead, { do: 'record-follow-up', type: 'call', direction: 'outbound' }, { by: 'Ana' });
    const history = await rig.history(lead);
    const alerts = await alertEvents();
    expect(alerts).toMatchObject([
      { type: 'alert.raised', data: { kind: 'lead-assigned', to: 'Ana', leadId: lead } },
      { type: 'alert.delivered', data: { to: 'Ana' } },
    ]);
    const known = [...history.slice(0, 2), ...alerts, history[2]!].map(({ metadata }) => metadata.knownAt);
    expect(known).toEqual([...known].sort());
    expect(history[2]!.type).toBe('lead.follow-up-recorded');

    const placed = placedEvents(history.map((event, position) => ({ ...event, position })) as PositionedLeadEvent[]);
    const {
      systemDelaySeconds: system,
      dispatchWaitSeconds: wait,
      humanDelaySeconds: human,
      totalSeconds: total,
    } = speedToLead(placed, placed[0]!);
    expect([system, wait, human, total]).toEqual([1, 0, 601, 602]);

    const byHand = await rig.capture();
    rig.hour('2026-03-02T08:20:02Z');
    await rig.act(byHand, { do: 'assign-lead', to: { kind: 'person', id: 'Bo' } });
    await rig.work();
    expect(await alertEvents()).toHaveLength(2);
  });

  it('R3.6 R6.5 a notification that cannot be delivered goes to the head of the team, and on to the last resort', async () => {
    const { log, pool, clock, keyedHash } = rig;
    const recipients = alertRecipients({ log, pool, clock });
    const commands = createAlertCommands({ log, keyedHash, clock, recipients, lastResort: 'Mia' });
    const broken = { channel: 'email', send: () => Promise.reject(new Error('mailbox is full')) };
    const handlers = {
      ...tellOfAssignments(commands),
      ...deliverAlerts({
        log,
        commands,
        recipients,
        channels: [broken],
        logger: createLogger({ logLevel: 'silent' }, 'test'),
        attempts: 1,
      }),
    };
    await rig.leads.organisation.execute({ do: 'name-manager', team: 'North', person: 'Bo' }, { commandId: newId(), actor: rig.actor });
    await rig.projector.caughtUp();
    const lead = await rig.capture();
    await giveByPolicy(lead, 'Ana');
    const handled = new Set<string>();
    for (let more = true; more;) {
      more = false;
      for await (const event of log.readAll()) {
        const handle = handlers[event.type as keyof typeof handlers] as ((event: PositionedEvent) => Promise<void>) | undefined;
        if (!handle || handled.has(event.id)) continue;
        handled.add(event.id);
        more = true;
        await handle(event as unknown as PositionedEvent);
      }
    }
    const told = (await alertEvents()).map(({ type, data }) => [type, (data as { to?: string }).to]);
    expect(told).toEqual([
      ['alert.raised', 'Ana'],
      ['alert.delivery-failed', 'Ana'],
      ['alert.escalated', 'Bo'],
      ['alert.delivery-failed', 'Bo'],
      ['alert.escalated', 'Mia'],
      ['alert.delivery-failed', 'Mia'],
      ['alert.exhausted', undefined],
    ]);
  });
});

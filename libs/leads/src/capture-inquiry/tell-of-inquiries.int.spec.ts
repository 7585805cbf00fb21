import { alertRecipients } from '#libs/dispatch';
import { createAlertCommands } from '#libs/governance';
import { newId } from '#libs/platform';
import { type ClockRig, clockRig } from '#libs/testing';
import { tellOfInquiries } from '../index.js';

let rig: ClockRig;

beforeEach(async () => {
  rig = await clockRig('2026-03-02T08:00:00Z', {
    reactions: ({ log, pool, clock, keyedHash }) =>
      tellOfInquiries(
        log,
        createAlertCommands({ log, keyedHash, clock, recipients: alertRecipients({ log, pool, clock }), lastResort: 'Mia' }),
      ),
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

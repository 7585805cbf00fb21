import { type Inquiry, type RecordedLedgerEvent } from '#libs/contracts';
import { type EventLog, recorded } from '#libs/event-store';
import { newId, unavailable } from '#libs/platform';
import { testLeads, type TestLeads } from '#libs/testing';
import { rebuildIdentityRegistry } from '../identity/rebuild-identity-registry.js';
import { type CommandEnvelope } from '../command-envelope.js';
import { type CaptureInquiry } from '../lead-action.js';

const envelope = (said: Partial<CommandEnvelope> = {}): CommandEnvelope => ({
  commandId: newId(),
  actor: { kind: 'automation', id: 'web-form', assurance: 'token' },
  ...said,
});
let serial = 0;
/** Each test its own people. */
const phone = (): string => `+49 151 2345${String(1_000 + serial++)}`;
const from = (contact: CaptureInquiry['contact'], said: Partial<CaptureInquiry> = {}): CaptureInquiry => ({
  do: 'capture-inquiry',
  source: 'autumn-ad',
  channel: 'social',
  contact,
  ...said,
});

async function eventsOf(log: EventLog, leadId: string): Promise<RecordedLedgerEvent[]> {
  const events: RecordedLedgerEvent[] = [];
  for await (const stored of log.readStream(`lead-${leadId}`)) events.push(recorded(stored));
  return events;
}
const inquiryIn = ({ data }: RecordedLedgerEvent): Inquiry => (data as { inquiry: Inquiry }).inquiry;

describe('capturing inquiries', () => {
  let leads: TestLeads;
  beforeAll(async () => {
    leads = await testLeads();
  });
  afterAll(() => leads.close());

  it('R0.2 two captures of one phone give one lead and two inquiries, both payloads readable', async () => {
    const number = phone();
    const first = await leads.commands.capture(from({ name: 'Anna Muster', phones: [number] }, { payload: { text: 'first' } }), envelope());
    const second = await leads.commands.capture(
      from({ phones: [number.replaceAll(' ', '')] }, { payload: { text: 'second' } }),
      envelope(),
    );
    expect(second).toMatchObject({ leadId: first.leadId, personId: first.personId, joined: true });
    expect(first.joined).toBe(false);
    const events = await eventsOf(leads.log, first.leadId);
    expect(events.map(({ type }) => type)).toEqual(['lead.captured', 'lead.inquiry-received']);
    const payloads = await Promise.all(events.map((event) => leads.privacy.sealer.open(inquiryIn(event).sealed!)));
    expect(payloads).toEqual([{ name: 'Anna Muster', payload: { text: 'first' } }, { payload: { text: 'second' } }]);
    expect(inquiryIn(events[0]!).contactPoints[0]!.contactPointId).toBe(inquiryIn(events[1]!).contactPoints[0]!.contactPointId);
  });

  it('R2.3 a mail after a message on another channel joins the lead of the same person', async () => {
    const handle = `telegram:@Ana${serial++}`;
    const email = `ana${serial++}@example.com`;
    const first = await leads.commands.capture(from({ handles: [handle], emails: [email] }), envelope());
    const second = await leads.commands.capture(from({ emails: [email.toUpperCase()] }), envelope());
    const third = await leads.commands.capture(from({ handles: [handle.toLowerCase().replace('@', '')] }), envelope());
    expect([second, third]).toMatchObject([
      { leadId: first.leadId, joined: true },
      { leadId: first.leadId, joined: true },
    ]);
  });

  it('fifty captures of one person at the same instant make one person and one lead', async () => {
    const number = phone();
    const email = `at-once${serial++}@example.com`;
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        leads.another().capture(from(n % 3 === 0 ? { phones: [number] } : { phones: [number], emails: [email] }), envelope()),
      ),
    );
    expect(new Set(answers.map(({ leadId }) => leadId)).size).toBe(1);
    expect(new Set(answers.map(({ personId }) => personId)).size).toBe(1);
    expect(answers.filter(({ joined }) => !joined)).toHaveLength(1);
    expect(await eventsOf(leads.log, answers[0]!.leadId)).toHaveLength(50);
  });

  it('the same command twice, at once or later, even once the lead has closed, captures once', async () => {
    const number = phone();
    const same = envelope();
    const action = from({ phones: [number] }, { payload: { text: 'once' } });
    const answers = await Promise.all([1, 2, 3].map(() => leads.another().capture(action, same)));
    const { leadId, inquiryId, token } = answers[0]!;
    for (const answer of answers) expect(answer).toMatchObject({ leadId, inquiryId, token, joined: false });
    await leads.commands.execute(leadId, { do: 'lose-lead' }, envelope());
    expect(await leads.commands.capture(action, same)).toMatchObject({ leadId, inquiryId, token, joined: false });
    expect(await eventsOf(leads.log, leadId)).toHaveLength(2);
    await expect(leads.commands.capture(from({ phones: [number] }, { payload: { text: 'other' } }), same)).rejects.toMatchObject({
      status: 422,
      code: 'COMMAND.ID_REUSED',
    });
  });

  it('an inquiry after the lead has closed starts another; after it was reopened it joins again', async () => {
    const number = phone();
    const first = await leads.commands.capture(from({ phones: [number] }), envelope());
    await leads.commands.execute(first.leadId, { do: 'win-lead' }, envelope());
    const answers = await Promise.all([1, 2, 3, 4].map(() => leads.another().capture(from({ phones: [number] }), envelope())));
    expect(new Set(answers.map(({ leadId }) => leadId)).size).toBe(1);
    const second = answers[0]!;
    expect(second.leadId).not.toBe(first.leadId);
    expect(second.personId).toBe(first.personId);
    await leads.commands.execute(second.leadId, { do: 'lose-lead' }, envelope());
    await leads.commands.execute(first.leadId, { do: 'reopen-lead' }, envelope());
    expect(await leads.commands.capture(from({ phones: [number] }), envelope())).toMatchObject({ leadId: first.leadId, joined: true });
  });

  it('a crash between reservation and append is healed by the next capture, and by the retry', async () => {
    const number = phone();
    const dead: EventLog = {
      ...leads.log,
      readStream: (...args) => leads.log.readStream(...args),
      append: () => Promise.reject(unavailable('EVENT_STORE.UNAVAILABLE', 'gone')),
    };
    const crashed = envelope();
    const action = from({ phones: [number] });
    await expect(leads.another(dead).capture(action, crashed)).rejects.toMatchObject({ status: 503 });
    const next = await leads.commands.capture(from({ phones: [number] }), envelope());
    expect(next.joined).toBe(false);
    const retry = await leads.commands.capture(action, crashed);
    expect(retry).toMatchObject({ leadId: next.leadId, personId: next.personId, joined: true });
    expect(await eventsOf(leads.log, next.leadId)).toHaveLength(2);
  });

  it('R3.4 a phone of one person with the e-mail of another is a finding, and never merges them', async () => {
    const number = phone();
    const email = `someone${serial++}@example.com`;
    const ana = await leads.commands.capture(from({ phones: [number] }), envelope());
    const bo = await leads.commands.capture(from({ emails: [email] }), envelope());
    const both = await leads.commands.capture(from({ emails: [email], phones: [number] }, { payload: 'hello' }), envelope());
    expect(both).toMatchObject({ leadId: ana.leadId, personId: ana.personId, joined: true, findings: [{ code: 'IDENTITY.CONFLICT' }] });
    const event = (await eventsOf(leads.log, ana.leadId)).at(-1)!;
    expect(inquiryIn(event).contactPoints.map(({ kind, personId }) => [kind, personId])).toEqual([
      ['phone', ana.personId],
      ['email', bo.personId],
    ]);
    expect(new Set(inquiryIn(event).sealed!.subjects)).toEqual(new Set([ana.personId, bo.personId]));
    expect(await leads.commands.capture(from({ emails: [email] }), envelope())).toMatchObject({ leadId: bo.leadId, personId: bo.personId });
  });

  it('R3.3 R3.4 what arrives from outside is recorded with findings and never dropped', async () => {
    const { leadId, findings } = await leads.commands.capture(
      {
        do: 'capture-inquiry',
        contact: { phones: ['not a number'], emails: ['nobody@'] },
        attributes: { region: 'north', 'bad name': 1, list: [1] },
      },
      envelope(),
    );
    expect(findings.map(({ code }) => code)).toEqual([
      'SOURCE.MISSING',
      'CHANNEL.MISSING',
      'ATTRIBUTE.UNFIT',
      'CONTACT.PHONE_INVALID',
      'CONTACT.EMAIL_INVALID',
    ]);
    const inquiry = inquiryIn((await eventsOf(leads.log, leadId))[0]!);
    expect(inquiry).toMatchObject({ source: 'unknown', channel: 'unknown', attributes: { region: 'north' } });
    expect(inquiry.contactPoints.map(({ validity }) => validity)).toEqual(['invalid', 'invalid']);
    expect(await leads.privacy.sealer.open(inquiry.contactPoints[0]!.sealed)).toEqual({ value: 'not a number', normalised: null });
    expect(await leads.privacy.sealer.open(inquiry.sealed!)).toEqual({ attributes: { 'bad name': 1, list: [1] } });
  });

  it('equal invalid contact points identify nobody', async () => {
    const answers = await Promise.all([1, 2].map(() => leads.commands.capture(from({ phones: ['000'], emails: ['n/a'] }), envelope())));
    expect(answers[0]!.leadId).not.toBe(answers[1]!.leadId);
    expect(answers[0]!.personId).not.toBe(answers[1]!.personId);
  });

  it('an inquiry from the future, or too large, is refused with all that is wrong', async () => {
    const future = { precision: 'instant' as const, value: '2999-01-01T00:00:00.000Z' };
    await expect(
      leads.commands.capture(from({}, { payload: 'x'.repeat(600_000) }), envelope({ occurredAt: future })),
    ).rejects.toMatchObject({ status: 422, violations: [{ code: 'OCCURRED_AT.IN_FUTURE' }, { code: 'INQUIRY.TOO_LARGE' }] });
  });

  it('no event holds a name, a number, an address or a payload in clear', async () => {
    const secrets = [
      'Zacharias Geheim',
      '+49 151 98765432',
      '15198765432',
      'geheim@example.org',
      '@geheimnis',
      'streng vertraulich',
      'Notiz über ihn',
    ];
    const { leadId } = await leads.commands.capture(
      from(
        { name: secrets[0]!, phones: [secrets[1]!], emails: [secrets[3]!], handles: [`telegram:${secrets[4]!}`] },
        { payload: { text: secrets[5]! } },
      ),
      envelope(),
    );
    await leads.commands.execute(leadId, { do: 'record-follow-up', type: 'call', direction: 'outbound', note: secrets[6]! }, envelope());
    let raw = '';
    for await (const stored of leads.log.readAll()) raw += JSON.stringify([stored.data, stored.metadata]);
    for (const secret of secrets) expect(raw.toLowerCase()).not.toContain(secret.toLowerCase());
    const note = (await eventsOf(leads.log, leadId)).at(-1) as RecordedLedgerEvent<'lead.follow-up-recorded'>;
    expect(await leads.privacy.sealer.open(note.data.sealedNote!)).toEqual({ note: secrets[6] });
    const { rows } = await leads.pool.query<{ text: string }>('select (select jsonb_agg(p) from identity.contact_point p)::text as text');
    for (const secret of secrets) expect(rows[0]!.text).not.toContain(secret);
  });

  it('the registry built again from the log answers as before', async () => {
    const number = phone();
    const email = `again${serial++}@example.com`;
    const same = envelope();
    const action = from({ phones: [number], emails: [email] });
    const first = await leads.commands.capture(action, same);
    const dump = async () => {
      const { rows } = await leads.pool.query<{ all: unknown }>(
        `select (select jsonb_agg(p order by p.fingerprint) from identity.contact_point p) as points,
                (select jsonb_agg(to_jsonb(l) - 'reserved' order by l.person_id, l.lead_id) from identity.person_lead l
                 where exists (select 1 from identity.inquiry i where i.lead_id = l.lead_id)) as leads,
                (select jsonb_agg(i order by i.inquiry_id) from identity.inquiry i) as inquiries`,
      );
      return rows[0]!;
    };
    const before = await dump();
    await leads.pool.query('truncate identity.contact_point, identity.person_lead, identity.inquiry');
    await rebuildIdentityRegistry({ pool: leads.pool, log: leads.log, sealer: leads.privacy.sealer, keyedHash: leads.privacy.keyedHash });
    expect(await dump()).toEqual(before);
    expect(await leads.commands.capture(action, same)).toMatchObject({ leadId: first.leadId, token: first.token });
    expect(await leads.commands.capture(from({ emails: [email] }), envelope())).toMatchObject({
      leadId: first.leadId,
      personId: first.personId,
    });
  });
});

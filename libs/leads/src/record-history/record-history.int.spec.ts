import { type RecordedLedgerEvent } from '#libs/contracts';
import { recorded } from '#libs/event-store';
import { newId } from '#libs/platform';
import { fixedClock, testLeads, type TestLeads } from '#libs/testing';
import { type CommandEnvelope } from '../command-envelope.js';
import { type LeadAction } from '../lead-action.js';
import { type HistoricalCase, type HistoricalFact } from './historical-case.js';
import { importedLeadId } from './imported-lead-id.js';

const NOW = '2026-03-10T12:00:00.000Z';
const instant = (value: string) => ({ precision: 'instant' as const, value: new Date(value).toISOString() });
const person = (id: string) => ({ kind: 'person' as const, id });

const fact = (action: LeadAction, at: string, said: Partial<HistoricalFact> = {}): HistoricalFact => ({
  rowKey: `row ${at}`,
  rowHash: `hash ${at}`,
  occurredAt: instant(at),
  knownAt: null,
  action,
  ...said,
});
const captureFact = (said: Partial<HistoricalFact> = {}, contact?: { phones: string[] }): HistoricalFact =>
  fact({ do: 'capture-inquiry', source: 'desk', channel: 'phone', ...(contact && { contact }) }, '2026-01-05T08:00:00Z', said);
const caseOf = (id: string, facts: readonly HistoricalFact[], importId = 'crm-1'): HistoricalCase => ({
  importId,
  leadKey: { source: 'crm', id },
  facts: facts.map((one) => ({ ...one, rowKey: `${id} ${one.rowKey}` })),
});
const envelope = (said: Partial<CommandEnvelope> = {}): CommandEnvelope => ({
  commandId: newId(),
  actor: { kind: 'person', id: 'Ana', assurance: 'token' },
  ...said,
});

describe('importing history', () => {
  const clock = fixedClock(NOW);
  let leads: TestLeads;
  beforeAll(async () => {
    leads = await testLeads({ clock });
    await leads.hire('North', 'Ana', 'Bo');
  });
  afterAll(() => leads.close());

  const eventsOf = async (leadId: string): Promise<RecordedLedgerEvent[]> => {
    const events: RecordedLedgerEvent[] = [];
    for await (const stored of leads.log.readStream(`lead-${leadId}`)) events.push(recorded(stored));
    return events;
  };
  const record = async (...cases: HistoricalCase[]) => (await leads.commands.recordHistory(cases))[0]!;

  it('T10 the import makes the same events as the commands, plus findings', async () => {
    const actions: LeadAction[] = [
      { do: 'assign-lead', to: person('Ana'), team: 'North' },
      { do: 'record-follow-up', type: 'call', direction: 'outbound', by: 'Ana' },
      { do: 'enter-stage', stage: 'SQL' },
      { do: 'transfer-lead', to: person('Bo'), team: 'North', reason: 'nearer' },
      { do: 'win-lead', value: { amount: '10', currency: 'EUR' } },
    ];
    const live = await leads.commands.capture({ do: 'capture-inquiry', source: 'desk', channel: 'phone' }, envelope());
    for (const action of actions) {
      clock.advance(1_000);
      await leads.commands.execute(live.leadId, action as never, envelope());
    }
    const days = actions.map((action, day) => fact(action, new Date(Date.UTC(2026, 0, 6 + day, 8)).toISOString()));
    const answer = await record(caseOf('t10', [captureFact(), ...days, fact({ do: 'lose-lead' }, '2026-02-01T08:00:00Z')]));
    expect(answer).toMatchObject({
      appended: 7,
      skipped: 0,
      rejected: [],
      findings: [{ code: 'LEAD.CLOSED', rowKey: 't10 row 2026-02-01T08:00:00Z' }],
    });
    const withoutIds = ({ type, data }: RecordedLedgerEvent) => [type, { ...data, leadId: 0, inquiry: 0, followUpId: 0 }];
    const [fromLive, fromImport] = await Promise.all([eventsOf(live.leadId), eventsOf(answer.leadId)]);
    expect(fromImport.slice(0, 6).map(withoutIds)).toEqual(fromLive.map(withoutIds));
    expect(fromImport.map(({ metadata }) => metadata.importId)).toEqual(Array(7).fill('crm-1'));
    expect(fromImport[6]!.metadata.findings).toMatchObject([{ code: 'LEAD.CLOSED' }]);
  });

  it('done again it adds nothing; a row that changed is reported; a new row is taken', async () => {
    const facts = [captureFact(), fact({ do: 'assign-lead', to: person('Ana'), team: 'North' }, '2026-01-06T08:00:00Z')];
    const first = await record(caseOf('again', facts));
    expect(first).toMatchObject({ leadId: importedLeadId('crm', 'again'), appended: 2, skipped: 0 });
    expect(await record(caseOf('again', facts))).toMatchObject({ appended: 0, skipped: 2, rejected: [] });
    const won = fact({ do: 'win-lead' }, '2026-01-07T08:00:00Z');
    const changed = { ...facts[1]!, rowHash: 'other' };
    expect(await record(caseOf('again', [facts[0]!, changed, won]))).toMatchObject({
      appended: 1,
      skipped: 1,
      rejected: [{ rowKey: 'again row 2026-01-06T08:00:00Z', code: 'ROW_CHANGED' }],
    });
    expect((await eventsOf(first.leadId)).map(({ type }) => type)).toEqual(['lead.captured', 'lead.assigned', 'lead.won']);
  });

  it('a lead the import creates keeps the source’s recording times; they never go back', async () => {
    const { leadId } = await record(
      caseOf('known', [
        captureFact({ knownAt: '2026-01-05T09:00:00+01:00' }),
        fact({ do: 'win-lead' }, '2026-01-07T08:00:00Z', { knownAt: '2026-01-08T00:00:00Z' }),
        fact({ do: 'reopen-lead' }, '2026-01-09T08:00:00Z', { knownAt: '2026-01-07T00:00:00Z' }),
      ]),
    );
    const known = (await eventsOf(leadId)).map(({ metadata }) => metadata.knownAt);
    expect(known).toEqual(['2026-01-05T08:00:00.000Z', '2026-01-08T00:00:00.000Z', '2026-01-08T00:00:00.000Z']);
  });

  it('into a lead that is live, history is known from now; the source’s time is kept beside it', async () => {
    const { leadId } = await record(caseOf('live', [captureFact({ knownAt: '2026-01-05T08:00:00Z' })]));
    await leads.commands.execute(leadId, { do: 'claim-lead', rep: 'Ana' }, envelope());
    await record(
      caseOf('live', [fact({ do: 'enter-stage', stage: 'MQL' }, '2026-01-06T08:00:00Z', { knownAt: '2026-01-06T09:00:00Z' })], 'crm-9'),
    );
    const last = (await eventsOf(leadId)).at(-1)!;
    expect(last.metadata).toMatchObject({
      sourceKnownAt: '2026-01-06T09:00:00.000Z',
      occurredAt: instant('2026-01-06T08:00:00Z'),
      importId: 'crm-9',
    });
    expect(last.metadata.knownAt >= NOW).toBe(true);
  });

  it('a fact that no event can say is rejected alone, with its row', async () => {
    const answer = await record(
      caseOf('broken', [
        captureFact(),
        fact({ do: 'win-lead', value: { amount: 'ten', currency: 'EUR' } }, '2026-01-06T08:00:00Z'),
        fact({ do: 'win-lead' }, '2026-04-06T08:00:00Z'),
        fact({ do: 'win-lead' }, '2026-01-07T08:00:00Z', { knownAt: 'yesterday' }),
        fact({ do: 'enter-stage', stage: 'MQL' }, '2026-01-08T08:00:00Z'),
      ]),
    );
    expect(answer.appended).toBe(2);
    expect(answer.rejected.map(({ code }) => code)).toEqual(['MONEY.AMOUNT_MALFORMED', 'OCCURRED_AT.IN_FUTURE', 'KNOWN_AT.MALFORMED']);
    const orphan = await record(caseOf('orphan', [fact({ do: 'win-lead' }, '2026-01-07T08:00:00Z')]));
    expect(orphan).toMatchObject({ appended: 0, rejected: [{ code: 'LEAD.NOT_FOUND' }] });
  });

  it('a fresh import takes leads for new and still finds those that are not', async () => {
    const facts = [captureFact(), fact({ do: 'enter-stage', stage: 'MQL' }, '2026-01-06T08:00:00Z')];
    await record(caseOf('fresh', facts, 'crm-2'));
    const [answer] = await leads.commands.recordHistory([caseOf('fresh', facts, 'crm-3')], { fresh: true });
    expect(answer).toMatchObject({ appended: 2, findings: [{ code: 'STAGE.ALREADY_ENTERED' }] });
    expect((await eventsOf(answer!.leadId)).map(({ type }) => type)).toEqual([
      'lead.captured',
      'lead.stage-entered',
      'lead.inquiry-received',
      'lead.stage-entered',
    ]);
  });

  it('R6.1 an import is undone by events, once, and its rows can be imported again', async () => {
    const facts = [captureFact(), fact({ do: 'assign-lead', to: person('Ana'), team: 'North' }, '2026-01-06T08:00:00Z')];
    const { leadId } = await record(caseOf('undo', facts, 'crm-4'));
    const untouched = (await record(caseOf('undo other', facts, 'crm-5'))).leadId;
    const actor = envelope().actor;
    expect(await leads.commands.retractImport('crm-4', [leadId], actor)).toEqual({ retracted: 1 });
    expect(await leads.commands.retractImport('crm-4', [untouched], actor)).toEqual({ retracted: 1 });
    expect(await leads.commands.execute(untouched, { do: 'enter-stage', stage: 'MQL' }, envelope())).toMatchObject({ repeated: false });
    expect(await leads.commands.retractImport('crm-4', [leadId, untouched], actor)).toEqual({ retracted: 0 });
    await expect(leads.commands.execute(leadId, { do: 'win-lead' }, envelope())).rejects.toMatchObject({ code: 'LEAD.NOT_FOUND' });
    const again = await record(caseOf('undo', facts, 'crm-6'));
    expect(again).toMatchObject({ leadId: importedLeadId('crm', 'undo', 2), appended: 2, findings: [], rejected: [] });
    await leads.commands.execute(again.leadId, { do: 'win-lead' }, envelope());
    const events = await eventsOf(again.leadId);
    expect(events.map(({ type }) => type)).toEqual(['lead.captured', 'lead.assigned', 'lead.won']);
    expect(events[1]!.metadata).toMatchObject({ importId: 'crm-6' });
    expect(await eventsOf(leadId)).toHaveLength(3);
  });

  it('people of imported leads are known: their next inquiry joins the lead that is open', async () => {
    const number = '+49 151 77777777';
    const { leadId } = await record(caseOf('person', [captureFact({}, { phones: [number] })]));
    const answer = await leads.commands.capture(
      { do: 'capture-inquiry', source: 'ad', channel: 'social', contact: { phones: [number] } },
      envelope(),
    );
    expect(answer).toMatchObject({ leadId, joined: true });
    const inquiry = ((await eventsOf(leadId))[0] as RecordedLedgerEvent<'lead.captured'>).data.inquiry;
    expect(inquiry).toMatchObject({ externalSource: 'crm', externalId: 'person' });
  });

  it('T14 a very long history needs several appends and loses nothing', async () => {
    const many = Array.from({ length: 1_200 }, (_, n) =>
      fact(
        { do: 'record-follow-up', type: 'call', direction: 'outbound', by: 'Ana' },
        new Date(Date.parse('2026-01-06T00:00:00Z') + n * 1_000).toISOString(),
      ),
    );
    const { leadId, appended } = await record(caseOf('long', [captureFact(), ...many]));
    expect(appended).toBe(1_201);
    expect(await eventsOf(leadId)).toHaveLength(1_201);
    expect(await record(caseOf('long', [captureFact(), ...many]))).toMatchObject({ appended: 0, skipped: 1_201 });
  });

  it('R6.1 three hundred cases at once, the same cases twice at once: each fact once', async () => {
    const always = { precision: 'unknown' as const, value: null };
    await leads.organisation.recordHistory('bulk-1', [
      { occurredAt: always, action: { do: 'join-rep', rep: 'Eva', name: 'Eva' } },
      { occurredAt: always, action: { do: 'join-team', rep: 'Eva', team: 'South' } },
    ]);
    const cases = Array.from({ length: 300 }, (_, n) =>
      caseOf(
        `bulk ${n}`,
        [
          captureFact({}, n % 2 === 0 ? { phones: [`+49 152 1${String(1_000_000 + (n % 100))}`] } : undefined),
          fact({ do: 'assign-lead', to: person('Eva') }, '2026-01-06T08:00:00Z'),
          fact({ do: 'win-lead' }, '2026-01-07T08:00:00Z'),
        ],
        'bulk-1',
      ),
    );
    const [one, other] = await Promise.all([leads.commands.recordHistory(cases), leads.another().recordHistory(cases)]);
    const { rows } = await leads.pool.query<{ people: number }>(
      `select count(distinct person_id)::int as people from identity.contact_point where kind = 'phone'`,
    );
    expect(rows[0]!.people).toBeGreaterThanOrEqual(50);
    expect(new Set([...one, ...other].map(({ leadId }) => leadId)).size).toBe(300);
    const facts: Record<string, number> = {};
    for await (const { stream, type, metadata } of leads.log.readAll())
      if (metadata.importId === 'bulk-1' && stream.startsWith('lead-')) facts[type] = (facts[type] ?? 0) + 1;
    expect(facts).toEqual({ 'lead.captured': 300, 'lead.assigned': 300, 'lead.won': 300 });
    expect(await eventsOf(importedLeadId('crm', 'bulk 17'))).toHaveLength(3);
    expect((await eventsOf(importedLeadId('crm', 'bulk 17')))[1]).toMatchObject({ data: { team: 'South' } });
  });
});

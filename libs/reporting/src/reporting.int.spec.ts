import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson } from '#libs/platform';
import { ProjectionRunner } from '#libs/projections';
import { type TestDatabase, testDatabase, type TestEventLog, testEventLog } from '#libs/testing';
import { type DefinitionEnvelope } from './publish-definition/append-to-definition.js';
import { type FigureChoice } from './figures/decide-on-figure.js';
import { type Restatement } from './figures/restatements.js';
import { Reporting } from './reporting.js';
import { History, person } from './testing/history.features.js';
import { spineCaughtUp } from './testing/spine-caught-up.features.js';
import { whole } from './testing/whole-comparison.features.js';

const envelope = (commandId: string, body = commandId): DefinitionEnvelope => ({
  commandId,
  commandHash: body,
  actor: { kind: 'person', id: 'mia', assurance: 'test' },
});
const march = { from: '2026-03-01', to: '2026-03-31' };

describe('reporting over the log and the spine', () => {
  let database: TestDatabase;
  let events: TestEventLog;
  let reporting: Reporting;
  let running: Promise<void>;
  const stop = new AbortController();
  const folder = mkdtempSync(join(tmpdir(), 'leadledger-reporting-'));
  const history = new History();
  let appended = 0;

  /** Appends what the history has gained, and waits until the spine has the whole log. */
  async function settle(): Promise<void> {
    for (; appended < history.events.length; appended++) {
      const { stream, id, type, data, metadata, revision } = history.events[appended]!;
      await events.log.append(stream, [{ id, type, data, metadata }], revision === 0 ? 'no-stream' : revision - 1);
    }
    await spineCaughtUp(events.log, database.pool);
  }

  beforeAll(async () => {
    [database, events] = await Promise.all([testDatabase('reporting'), testEventLog()]);
    running = new ProjectionRunner({ log: events.log, pool: database.pool, projections: [] }).run(stop.signal);
    reporting = new Reporting({
      pool: database.pool,
      log: events.log,
      factsDir: folder,
      threads: 1,
      memoryLimit: '256MB',
      organisationZone: 'UTC',
      clock: { now: () => new Date('2026-06-01T00:00:00Z') },
    });
    await reporting.publishLibrary();
    history.add(
      'team-north',
      { type: 'team.created', data: { teamId: 'north', name: 'North', attributes: {} } },
      { knownAt: '2026-03-01T08:00:00Z' },
    );
    for (const [index, offset] of [2, 12, 20].entries())
      history.inquiry(
        'a',
        { first: index === 0, person: 'p', valid: true, attributes: { budget: 'high' } },
        { knownAt: `2026-03-${String(offset).padStart(2, '0')}T10:00:00Z` },
      );
    history.add(
      'lead-a',
      { type: 'lead.assigned', data: { to: person('ana'), team: 'north', previous: { kind: 'pool', id: 'intake' }, reason: null } },
      { knownAt: '2026-03-21T10:00:00Z' },
    );
    await settle();
  });
  afterAll(async () => {
    stop.abort();
    await running;
    await reporting.close();
    await Promise.all([events.close(), database.drop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  it('publishes the shipped library once, whoever starts how often', async () => {
    expect(await reporting.publishLibrary()).toBe(0);
    const listed = await reporting.definitions.list();
    expect(listed.filter((each) => each.name === 'new_leads').map((each) => each.version)).toEqual([1, 2, 3, 4, 5]);
  });

  it('R0.20 publishing v2 never changes a byte of what v1 returns', async () => {
    const document = (term: string): string => `definition: golden\ntitle: Golden\nentity: inquiry\nterms:\n  t: ${term}\nmeasure: count\n`;
    expect(await reporting.definitions.publish({ document: document('first_of_lead'), reason: 'first' }, envelope('g1'))).toMatchObject({
      version: 1,
    });
    await settle();
    const ask = { definition: 'golden@1', ...march, position: 4 };
    const before = canonicalJson(await reporting.runReport(ask));
    expect(await reporting.definitions.publish({ document: document('true'), reason: 'wider' }, envelope('g2'))).toMatchObject({
      version: 2,
    });
    await settle();
    expect(canonicalJson(await reporting.runReport(ask))).toBe(before);
    expect([
      (await reporting.runReport({ definition: 'golden@1', ...march })).total,
      (await reporting.runReport({ definition: 'golden', ...march })).total,
    ]).toEqual([1, 3]);
    const compared = await reporting.compareReports({ before: 'golden@1', after: 'golden@2', ...march }, whole);
    const { leave, enter, before: first, after: second } = compared;
    // The reports of a comparison are those that stand alone.
    for (const { version, receipt } of [first, second])
      expect(receipt).toEqual((await reporting.runReport({ definition: `golden@${version}`, ...march })).receipt);
    expect([leave, enter.map((entry) => entry.clauses)]).toEqual([[], [['t'], ['t']]]);
  });

  it('R3.23 a draft and a test can be run and say so, also in a receipt that verifies; neither is a figure', async () => {
    const document = 'definition: drafted\ntitle: Drafted\nentity: inquiry\nmeasure: count\n';
    const { definitions } = reporting;
    expect(await definitions.draft({ document, reason: 'try' }, envelope('d1'))).toMatchObject({ version: 1, state: 'draft' });
    await settle();
    const ask = { definition: 'drafted@1', ...march };
    const drafted = await reporting.runReport(ask);
    expect([drafted.state, drafted.receipt.definition.state, drafted.total]).toEqual(['draft', 'draft', 3]);
    await expect(reporting.runReport({ ...ask, definition: 'drafted' })).rejects.toMatchObject({ code: 'DEFINITION.NOT_IN_FORCE' });
    await expect(reporting.publishFigure(ask, envelope('d2'))).rejects.toMatchObject({ code: 'DEFINITION.NOT_PUBLISHED', status: 409 });
    const { definition } = drafted.receipt;
    const claimed = { ...drafted.receipt, definition: { ...definition, state: undefined } };
    expect(await reporting.verifyReceipt(claimed)).toMatchObject({ valid: false, firstDifference: { kind: 'definition' } });
    await definitions.putToTest({ reference: 'drafted@1', reason: 'look' }, envelope('d3'));
    await settle();
    expect((await reporting.runReport(ask)).state).toBe('test');
    await definitions.publish({ reference: 'drafted@1', reason: 'good' }, envelope('d4'));
    await settle();
    expect((await reporting.runReport({ ...ask, definition: 'drafted' })).state).toBe('published');
    expect(await reporting.verifyReceipt(drafted.receipt)).toMatchObject({ valid: true });
    const { figureId } = await reporting.publishFigure(ask, envelope('d5'));
    await definitions.retire({ reference: 'drafted@1', reason: 'over' }, envelope('d6'));
    await settle();
    expect((await reporting.runReport(ask)).total).toBe(3);
    expect(await definitions.show('drafted@1')).toMatchObject({ state: 'retired', usedBy: { figures: [{ figureId, total: 3 }] } });
    await expect(reporting.publishFigure(ask, envelope('d7'))).rejects.toMatchObject({ code: 'DEFINITION.NOT_PUBLISHED' });
  });

  it('gives the first answer to a command sent again, and refuses its id for another', async () => {
    const document = 'definition: twice\ntitle: T\nentity: lead\ndate: captured\nmeasure: count\n';
    const publish = (body: string) => reporting.definitions.publish({ document, reason: 'r' }, envelope('t1', body));
    expect([(await publish('a')).version, (await publish('a')).version]).toEqual([1, 1]);
    await expect(publish('b')).rejects.toMatchObject({ code: 'COMMAND.ID_REUSED' });
    await expect(reporting.definitions.publish({ document: 'entity: led', reason: '' }, envelope('t2'))).rejects.toMatchObject({
      status: 422,
    });
  });

  it('R0.18 a definition made today has answers from a fact nobody reported on before', async () => {
    const document =
      'definition: budgets\ntitle: By budget\nentity: inquiry\nterms:\n  said: attributes.budget != null\nmeasure: count\nby: [attributes.budget]\n';
    await reporting.definitions.publish({ document, reason: 'new question' }, envelope('b1'));
    await settle();
    expect((await reporting.runReport({ definition: 'budgets', ...march })).rows).toEqual([
      { 'attributes.budget': 'high', value: 3, count: 3 },
    ]);
  });

  it('R5.3 verifies a receipt from the event log alone', async () => {
    const report = await reporting.runReport({ definition: 'new_leads@2', ...march });
    expect(await reporting.verifyReceipt(JSON.parse(JSON.stringify(report)))).toEqual({
      valid: true,
      reason: expect.any(String) as string,
      firstDifference: null,
    });
    const forged = { ...report.receipt, rows: [{ value: 7, count: 7 }] };
    expect(await reporting.verifyReceipt(forged)).toMatchObject({ valid: false, firstDifference: { kind: 'row' } });
  });

  it('R5.4 a late fact makes a restatement of a published figure, and never moves it silently', async () => {
    const ask = { definition: 'new_leads@1', ...march };
    const { receipt } = await reporting.publishFigure(ask, envelope('figure'));
    await settle();
    expect(await reporting.restatements('new_leads')).toMatchObject([{ restated: false, leave: [], enter: [] }]);
    const late = history.inquiry(
      'late',
      { first: true, person: 'q' },
      { occurredAt: '2026-03-25T10:00:00Z', knownAt: '2026-04-20T10:00:00Z' },
    );
    await settle();
    expect(await reporting.restatements('new_leads')).toMatchObject([
      {
        restated: true,
        choice: 'open',
        published: { total: receipt.total, position: receipt.position },
        now: { total: 4 },
        enter: [{ lead: 'late', events: [late.id] }],
        causes: [{ kind: 'late inquiry', actor: { kind: 'person', id: 'mia' }, events: 1, members: 1 }],
      },
    ]);
    expect((await reporting.runReport({ ...ask, position: receipt.position })).total).toBe(receipt.total);
  });

  it('R5.4 somebody chooses: held figures stay until they move further, restated ones stand at what is known then', async () => {
    const [{ figureId }] = (await reporting.restatements('new_leads')) as [Restatement];
    const choose = (choice: FigureChoice, reason: string, id: string) =>
      reporting.decideOnFigure({ name: 'new_leads', figureId, choice, reason }, envelope(id));
    await expect(choose('hold', ' ', 'h0')).rejects.toMatchObject({ code: 'FIGURE.REASON', status: 422 });
    await choose('hold', 'the board has it', 'h1');
    await settle();
    expect(await reporting.restatements('new_leads')).toMatchObject([{ restated: true, choice: 'held', stands: { total: 3 } }]);
    const written = { occurredAt: '2026-03-26T10:00:00Z', knownAt: '2026-04-21T10:00:00Z' };
    history.inquiry('later', { first: true, person: 'r' }, written);
    await settle();
    expect(await reporting.restatements('new_leads')).toMatchObject([{ choice: 'open', now: { total: 5 } }]);
    await choose('restate', 'two late inquiries', 'r1');
    await choose('restate', 'two late inquiries', 'r1');
    await settle();
    expect(await reporting.restatements('new_leads')).toMatchObject([
      { choice: 'none', restated: false, published: { total: 3 }, stands: { total: 5, reason: 'two late inquiries' }, causes: [] },
    ]);
    await expect(choose('restate', 'again', 'r2')).rejects.toMatchObject({ code: 'FIGURE.UNCHANGED' });
    await expect(
      reporting.decideOnFigure({ name: 'new_leads', figureId: 'none', choice: 'hold', reason: 'x' }, envelope('n')),
    ).rejects.toMatchObject({ status: 404, code: 'FIGURE.NOT_FOUND' });
  });

  it('R5.4 the same question under another version is a redefinition and restates nothing', async () => {
    const { figureId, receipt } = await reporting.publishFigure({ definition: 'new_leads@2', ...march }, envelope('figure of v2'));
    await settle();
    const listed = await reporting.restatements('new_leads');
    expect(listed).toMatchObject([
      { version: 1, restated: false, redefinedBy: [{ figureId, version: 2, total: receipt.total }] },
      { version: 2, restated: false, redefines: { figureId: listed[0]!.figureId, version: 1 } },
    ]);
  });

  it('R5.4 a merge and a retracted import are named as what moved a figure, not what was done to the lead afterwards', async () => {
    const may = { definition: 'new_people@2', from: '2026-05-01', to: '2026-05-31' };
    const on = (day: number, knownAt = `2026-05-${day}T11:00:00Z`) => ({ occurredAt: `2026-05-${day}T10:00:00Z`, knownAt });
    const call = (lead: string, knownAt: string) =>
      history.add(
        `lead-${lead}`,
        {
          type: 'lead.follow-up-recorded',
          data: {
            followUpId: `${lead}-call`,
            type: 'call',
            direction: 'outbound',
            outcome: null,
            automatic: false,
            by: 'bo',
            sealedNote: null,
          },
        },
        { knownAt, actor: 'bo' },
      );
    history.inquiry('m1', { first: true, person: 'm1' }, on(10));
    history.inquiry('m2', { first: true, person: 'm2' }, on(11));
    history.inquiry('x1', { first: true, person: 'xy' }, { ...on(12), importId: 'x' });
    history.inquiry('y1', { first: true, person: 'xy' }, on(13));
    await settle();
    const { receipt } = await reporting.publishFigure(may, envelope('figure of may'));
    expect(receipt.total).toBe(3);
    const merged = { type: 'person.merged' as const, data: { personId: 'm2', into: 'm1', reason: 'same' } };
    history.add('person-m2', merged, { knownAt: '2026-05-20T10:00:00Z', actor: 'ops' });
    call('m2', '2026-05-20T11:00:00Z');
    await settle();
    const causes = async () => (await reporting.restatements('new_people')).map((each) => each.causes)[0];
    expect(await causes()).toMatchObject([{ kind: 'merge', actor: { id: 'ops' }, members: 1, events: 1 }]);
    // The first of the two is gone, so that the second counts; somebody calls it afterwards.
    const retracted = { type: 'lead.import-retracted' as const, data: { importId: 'x' } };
    history.add('lead-x1', retracted, { knownAt: '2026-05-21T10:00:00Z', actor: 'ops' });
    call('y1', '2026-05-21T11:00:00Z');
    await settle();
    expect(await causes()).toMatchObject([
      { kind: 'retracted import', actor: { id: 'ops' }, members: 2 },
      { kind: 'merge', actor: { id: 'ops' }, members: 1, events: 1 },
    ]);
  });

  it('R0.11 answers the manager’s four questions for a team, each with version, position and receipt', async () => {
    const health = await reporting.teamHealth({ team: 'north', ...march });
    expect(health.questions.map(({ question, definition, total }) => [question, definition, total])).toEqual([
      ['untouched leads', 'untouched_leads', 1],
      ['follow-up efficiency per rep', 'follow_up_efficiency', 0],
      ['channel quality', 'channel_quality', 0],
      ['where the process is stuck', 'stuck_leads', 1],
    ]);
    for (const { version, position, receipt } of health.questions)
      expect([version > 0, position, receipt.position]).toEqual([true, health.position, health.position]);
    await expect(reporting.teamHealth({ team: 'nord', ...march })).rejects.toMatchObject({ status: 404 });
  });

  it.each([
    ['an unknown definition', { definition: 'new_lead', ...march }, 404, /did you mean new_leads/],
    ['a version that is not there', { definition: 'new_leads@99', ...march }, 404, /it has new_leads@1 \(published\), new_leads@2/],
    ['an unknown dimension', { definition: 'new_leads', ...march, by: ['chanel'] }, 422, /did you mean channel/],
    ['a filter with an unknown fact', { definition: 'new_leads', ...march, where: 'sorce == "x"' }, 422, /did you mean source/],
    ['an impossible date', { definition: 'new_leads', from: '2026-02-30', to: '2026-03-01' }, 422, /neither a date/],
    ['a date and an instant', { definition: 'new_leads', from: '2026-02-01', to: '2026-03-01T00:00:00Z' }, 422, /both ends/],
    ['a period that ends before it begins', { definition: 'new_leads', from: '2026-03-02', to: '2026-03-01' }, 422, /before it begins/],
    ['a position that is not there', { definition: 'new_leads', ...march, position: '999999' }, 422, /it ends at/],
    ['a known-at in the future', { definition: 'new_leads', ...march, knownAt: '2027-01-01T00:00:00Z' }, 422, /in the future/],
  ])('refuses %s and says what to do', async (_, request, status, message) => {
    await expect(reporting.runReport(request)).rejects.toMatchObject({ status, message: expect.stringMatching(message) as string });
  });
});

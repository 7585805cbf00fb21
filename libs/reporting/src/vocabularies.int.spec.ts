import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVocabularyCommands, vocabularyReader, type VocabularyCommands } from '#libs/governance';
import { newId } from '#libs/platform';
import { ProjectionRunner } from '#libs/projections';
import { type TestDatabase, testDatabase, type TestEventLog, testEventLog } from '#libs/testing';
import { type DefinitionEnvelope } from './publish-definition/append-to-definition.js';
import { type Receipt } from './receipt/receipt.js';
import { Reporting } from './reporting.js';
import { History } from './testing/history.features.js';
import { spineCaughtUp } from './testing/spine-caught-up.features.js';
import { whole } from './testing/whole-comparison.features.js';

const actor = { kind: 'person' as const, id: 'mia', assurance: 'test' };
const envelope = (): DefinitionEnvelope => ({ commandId: newId(), commandHash: '', actor });
const march = { from: '2026-03-01', to: '2026-03-31' };
const clock = { now: () => new Date('2026-06-01T00:00:00Z') };

const states = `vocabulary: us_states
title: States of the USA
attributes: [state]
codes:
  CA: { label: California, aliases: [Calif, Cali, Ca.] }
  NY: New York
`;
const byState = `definition: by_state
title: Inquiries by state
entity: inquiry
date: received
measure: count
dimensions:
  state: code(attributes.state, "us_states")
by: [state]
`;

describe('numbers by the values of a vocabulary', () => {
  let database: TestDatabase;
  let events: TestEventLog;
  let reporting: Reporting;
  let vocabularies: VocabularyCommands;
  let running: Promise<void>;
  let old: Receipt;
  const stop = new AbortController();
  const folder = mkdtempSync(join(tmpdir(), 'leadledger-vocabularies-'));

  const settle = (): Promise<void> => spineCaughtUp(events.log, database.pool);
  const rowsOf = async (reference: string, extra: object = {}) => {
    const report = await reporting.runReport({ definition: reference, ...march, ...extra });
    return {
      rows: report.rows.map((row) => [Object.values(row)[0], row['value']]),
      vocabularies: report.vocabularies,
      receipt: report.receipt,
    };
  };

  beforeAll(async () => {
    [database, events] = await Promise.all([testDatabase('vocabularies'), testEventLog()]);
    running = new ProjectionRunner({ log: events.log, pool: database.pool, projections: [] }).run(stop.signal);
    reporting = new Reporting({
      pool: database.pool,
      log: events.log,
      factsDir: folder,
      threads: 1,
      memoryLimit: '256MB',
      organisationZone: 'UTC',
      clock,
    });
    await settle();
    vocabularies = createVocabularyCommands({
      log: events.log,
      vocabularies: vocabularyReader(database.pool),
      keyedHash: (_, text) => text,
      clock,
    });
    const history = new History();
    const said = ['CA', 'Calif', 'California', 'Cali', 'Ca.', 'new york', 'Kalifornia', undefined];
    said.forEach((state, index) =>
      history.inquiry(
        `l${index}`,
        { first: true, ...(state !== undefined && { attributes: { state } }) },
        { knownAt: `2026-03-${String(index + 2).padStart(2, '0')}T10:00:00Z` },
      ),
    );
    for (const { stream, id, type, data, metadata } of history.events)
      await events.log.append(stream, [{ id, type, data, metadata }], 'no-stream');
    await vocabularies.publish({ document: states, reason: 'one name for each state' }, { commandId: newId(), actor });
    await settle();
    await reporting.definitions.publish({ document: byState, reason: 'by state' }, envelope());
    await settle();
  });
  afterAll(async () => {
    await reporting.close();
    stop.abort();
    await running;
    await events.close();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('R3.1 five spellings give one group, and the raw text is kept beside it', async () => {
    const asked = await rowsOf('by_state');
    expect(asked.rows).toEqual([
      ['CA', 5],
      ['NY', 1],
      [null, 2],
    ]);
    expect(asked.vocabularies).toEqual([{ name: 'us_states', version: 1 }]);
    old = asked.receipt;
    expect(old.uses.vocabularies).toMatchObject([{ name: 'us_states', version: 1 }]);
    const raw = await rowsOf('by_state', { by: ['attributes.state'], where: 'code(attributes.state, "us_states") == "CA"' });
    expect(raw.rows.map(([state]) => state)).toEqual(['CA', 'Ca.', 'Cali', 'Calif', 'California']);
    const labels = await rowsOf('by_state', { by: ['label(attributes.state, "us_states")'] });
    expect(labels.rows[0]).toEqual(['California', 5]);
  });

  it('R3.28 an alias that is added later moves no number of a definition; the old receipt verifies, the comparison lists what moves', async () => {
    await vocabularies.edit(
      'us_states',
      { edit: { do: 'add-aliases', code: 'CA', aliases: ['Kalifornia'] }, reason: 'the German form' },
      { commandId: newId(), actor },
    );
    await settle();
    expect((await rowsOf('by_state')).rows).toEqual([
      ['CA', 5],
      ['NY', 1],
      [null, 2],
    ]);
    expect(await reporting.verifyReceipt(old)).toMatchObject({ valid: true });
    const newer = await rowsOf('by_state', { vocabularies: { us_states: 2 } });
    expect([newer.rows[0], newer.vocabularies]).toEqual([['CA', 6], [{ name: 'us_states', version: 2 }]]);
    expect(await reporting.verifyReceipt(newer.receipt)).toMatchObject({ valid: true });
    const compared = { ...march, by: ['state'], before: 'by_state', after: 'by_state' };
    const diff = await reporting.compareReports({ ...compared, afterVocabularies: { us_states: 2 } }, whole);
    expect(diff).toMatchObject({
      leave: [],
      enter: [],
      change: [{ lead: 'l6', clauses: ['dimension state'], before: { state: null }, after: { state: 'CA' } }],
    });
    const forged = { ...newer.receipt, uses: { ...newer.receipt.uses, vocabularies: old.uses.vocabularies } };
    expect(await reporting.verifyReceipt(forged)).toMatchObject({ valid: false });
    const altered = { name: 'us_states', version: 1, documentHash: 'another' };
    expect(await reporting.verifyReceipt({ ...old, uses: { ...old.uses, vocabularies: [altered] } })).toMatchObject({
      valid: false,
      firstDifference: { kind: 'vocabulary', expected: 'another' },
    });
    // Published again after the alias, the document means the newer version.
    const again = await reporting.definitions.publish(
      { document: byState.replace('by state', 'by state, anew'), reason: 'with it' },
      envelope(),
    );
    await settle();
    expect([again.version, (await rowsOf('by_state@2')).rows[0], (await rowsOf('by_state@1')).rows[0]]).toEqual([2, ['CA', 6], ['CA', 5]]);
  });

  it('R3.2 retiring or renaming a value moves no number of the past', async () => {
    await vocabularies.edit(
      'us_states',
      { edit: { do: 'retire-value', code: 'NY', to: '2026-03-31' }, reason: 'sold' },
      { commandId: newId(), actor },
    );
    const renamed = states
      .replace('Ca.]', 'Ca., Kalifornia, California]')
      .replace('label: California', 'label: State of California')
      .replace('NY: New York', 'NY: { label: New York, to: 2026-03-31 }');
    await vocabularies.publish({ document: renamed, reason: 'its full name' }, { commandId: newId(), actor });
    await settle();
    for (const version of [1, 2, 3, 4])
      expect((await rowsOf('by_state', { vocabularies: { us_states: version } })).rows.slice(0, 2)).toEqual([
        ['CA', version === 1 ? 5 : 6],
        ['NY', 1],
      ]);
    expect(await reporting.verifyReceipt(old)).toMatchObject({ valid: true });
    const { rows } = await rowsOf('by_state', { by: ['label(attributes.state, "us_states")'], vocabularies: { us_states: 4 } });
    expect(rows[1]).toEqual(['State of California', 6]);
  });

  it('R3.28 a definition that refers to an unknown or retired value is refused with line, column and the nearest', async () => {
    const document = `${byState}vocabularies: { us_states: 4 }
terms:
  one: code(attributes.state, "us_states") == "California"
  two: attributes.state in ["Calfornia", "NY"]
  three: label(attributes.state, "us_stats") == "x"
`;
    const { problems } = await reporting.definitions.check(document);
    expect(problems.map(({ code, line, column, nearest }) => [code, line, column, nearest])).toEqual([
      ['CEL.UNKNOWN_VALUE', 11, 47, 'CA'],
      ['CEL.UNKNOWN_VALUE', 12, 29, 'California'],
      ['CEL.RETIRED_VALUE', 12, 42, undefined],
      ['CEL.UNKNOWN_VOCABULARY', 13, 34, 'us_states'],
    ]);
    const pinned = `${byState}vocabularies: { us_states: 9, us_stat: 1 }\n`;
    expect((await reporting.definitions.check(pinned)).problems.map(({ code, line, nearest }) => [code, line, nearest])).toEqual([
      ['DEFINITION.VOCABULARY', 9, undefined],
      ['DEFINITION.VOCABULARY', 9, 'us_states'],
    ]);
    // A question likewise, but for what is retired: the past has it. One on record stands as it is.
    const asked = (where: string, isOnRecord?: true) =>
      reporting.runReport({ definition: 'by_state', ...march, where, ...(isOnRecord && { isOnRecord }) });
    for (const [where, message] of [
      ['attributes.state == "Kalifornien"', /"Kalifornien" is no value of vocabulary us_states@2; did you mean Kalifornia\?/],
      ['code(attributes.state, "us_states") == "Ca"', /"Ca" is no code of vocabulary us_states@2; did you mean CA\?/],
    ] as const)
      await expect(asked(where)).rejects.toMatchObject({
        status: 422,
        code: 'CEL.UNKNOWN_VALUE',
        message: expect.stringMatching(message) as string,
      });
    const totals = [asked('attributes.state in ["Cali", "new york"]'), asked('attributes.state == "Kalifornien"', true)];
    expect((await Promise.all(totals)).map(({ total }) => total)).toEqual([2, 0]);
    const past = `${byState}vocabularies: { us_states: 1 }\nterms:\n  kept: code(attributes.state, "us_states") == "NY"\n`;
    expect((await reporting.definitions.check(past)).problems).toEqual([]);
    await expect(reporting.runReport({ definition: 'by_state', ...march, vocabularies: { us_states: 7 } })).rejects.toMatchObject({
      status: 422,
      code: 'REPORT.VOCABULARY',
    });
  });
});

import { parse } from 'csv-parse/sync';
import { DuckDBInstance } from '@duckdb/node-api';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noVocabularies } from '#libs/governance';
import { sha256 } from '#libs/platform';
import { parseDefinition } from '../definitions/parse-definition.js';
import { reportCsv } from '../render/report-csv.js';
import { reportParquet } from '../render/report-parquet.js';
import { reportTable } from '../render/report-table.js';
import { day, History } from '../testing/history.features.js';
import { compiled, Reporter } from '../testing/reporter.features.js';
import { type PublishedDefinition } from './report-context.js';
import { type ReportRequest } from './report-request.js';
import { streamMembers } from './stream-members.js';

const march = { from: '2026-03-01', to: '2026-03-31' };
const deals = (...lines: string[]): string =>
  `${['definition: deals', 'title: Deals', 'entity: deal', 'date: closed', ...lines].join('\n')}\n`;
/** Of a document that was accepted before names were judged. */
function recorded(document: string): PublishedDefinition {
  const { definition } = parseDefinition(document, { library: noVocabularies, otherwise: () => undefined, isOnRecord: true });
  return { definition: definition!, version: 1, documentHash: sha256(document) };
}

describe('names of dimensions', () => {
  let reporter: Reporter;
  beforeAll(async () => {
    const history = new History();
    const win = (lead: string, channel: string, amount: string, currency: string, attributes: Record<string, string>): void => {
      history.inquiry(lead, { first: true, channel, attributes }, { knownAt: '2026-03-02T10:00:00Z' });
      history.add(
        `lead-${lead}`,
        { type: 'lead.won', data: { value: { amount, currency }, reason: null } },
        { occurredAt: day('2026-03-10', 'UTC'), knownAt: '2026-03-10T10:00:00Z' },
      );
    };
    win('a', 'web', '100', 'EUR', { product: 'x', Product: 'y', number: '9007199254740993' });
    win('b', 'web', '20', 'JPY', { product: 'x', Product: 'z', number: '9007199254740992' });
    win('c', 'phone', '3', 'EUR', { number: '-9223372036854775807' });
    win('d', 'phone', '4', 'EUR', { number: '7' });
    reporter = await Reporter.over(history);
  });
  afterAll(() => reporter.close());
  const run = (of: PublishedDefinition, request: Omit<ReportRequest, 'definition' | 'from' | 'to'>) =>
    reporter.run(of, { ...march, ...request });

  it('R6.8 never adds currencies where a version on record calls something else currency, and its receipt asks the same again', async () => {
    const worth = recorded(deals('measure: { sum: amount }', 'dimensions: { currency: channel, valuta: currency }'));
    const byChannel = [
      { currency_2: 'phone', currency: 'EUR', value: 7 },
      { currency_2: 'web', currency: 'EUR', value: 100 },
      { currency_2: 'web', currency: 'JPY', value: 20 },
    ];
    const report = await run(worth, { by: ['currency'] });
    expect(report).toMatchObject({ by: ['currency_2'], total: null, rows: byChannel });
    expect(report.totals).toMatchObject([
      { currency: 'EUR', value: 107 },
      { currency: 'JPY', value: 20 },
    ]);
    expect((await run(worth, { by: report.by, isOnRecord: true })).receipt.resultHash).toBe(report.receipt.resultHash);
    expect((await run(worth, { by: ['valuta'] })).rows).toMatchObject([
      { valuta: 'EUR', currency: 'EUR', value: 107 },
      { valuta: 'JPY', currency: 'JPY', value: 20 },
    ]);
    const named = compiled(deals('measure: { sum: amount }', 'dimensions: { currency: currency }'));
    expect((await run(named, { by: ['currency'] })).rows).toMatchObject([
      { currency: 'EUR', value: 107 },
      { currency: 'JPY', value: 20 },
    ]);
    // Where nothing is money, the name means what it always meant.
    const counted = recorded(deals('measure: count', 'dimensions: { currency: channel }'));
    expect((await run(counted, { by: ['currency'] })).rows).toMatchObject([
      { currency: 'phone', value: 2 },
      { currency: 'web', value: 2 },
    ]);
  });

  it('R4.9 refuses every name that an answer has for itself, in JSON and in files', async () => {
    const document = deals(
      'measures:',
      '  v: { formula: n * won }',
      '  n: count',
      '  won: { ratio: { of: outcome == "won" } }',
      'dimensions: { d: channel }',
    );
    const published = compiled(document);
    const report = await run(published, { by: ['d'] });
    const members: string[] = [];
    for await (const member of streamMembers(reporter.store, await reporter.context(published, { ...march, by: ['d'] })))
      members.push(...Object.keys(member));
    const taken = new Set([
      ...Object.keys(report.rows[0]!),
      ...members,
      ...reportTable(report, published.definition).columns.map(({ name }) => name),
    ]);
    const free = [
      'd',
      'n_value',
      'n_numerator',
      'n_denominator',
      'n_count',
      'won_value',
      'won_numerator',
      'won_denominator',
      'won_count',
      'n_unit',
      'won_unit',
    ];
    expect([...taken]).toEqual(expect.arrayContaining([...free, 'value', 'because', 'result_hash', 'events']));
    for (const name of taken) {
      const { problems } = parseDefinition(document.replace('{ d: channel }', `{ ${name}: channel }`));
      expect([name, problems.map(({ code }) => code)]).toEqual([name, free.includes(name) ? [] : ['DEFINITION.NAME']]);
    }
  });

  it('R4.9 refuses more dimensions than a group has bits for, in a question and in a new document', async () => {
    const counted = compiled(deals('measure: count'));
    const many = (count: number): string[] => Array.from({ length: count }, (_, index) => `attributes.a${index}`);
    await expect(run(counted, { by: many(53) })).rejects.toMatchObject({
      status: 422,
      violations: [{ code: 'REPORT.TOO_MANY_DIMENSIONS', path: 'by' }],
    });
    const worth = compiled(deals('measure: { sum: amount }'));
    expect((await run(worth, { by: many(52) })).rows).toMatchObject([
      { currency: 'EUR', value: 107 },
      { currency: 'JPY', value: 20 },
    ]);
    expect(parseDefinition(deals('measure: count', `by: [${many(53).join(', ')}]`)).problems).toMatchObject([
      { code: 'DEFINITION.DIMENSION', line: 6 },
    ]);
  });

  it('R4.9 keeps whole numbers apart that a JSON number cannot tell apart', async () => {
    const counted = compiled(deals('measure: count', 'dimensions: { number: int(attributes.number) }'));
    expect((await run(counted, { by: ['number'] })).rows).toMatchObject([
      { number: '-9223372036854775807', value: 1 },
      { number: 7, value: 1 },
      { number: '9007199254740992', value: 1 },
      { number: '9007199254740993', value: 1 },
    ]);
    const numbers: unknown[] = [];
    for await (const member of streamMembers(reporter.store, await reporter.context(counted, { ...march, by: ['number'] })))
      numbers.push(member['number']);
    expect(numbers).toEqual(['9007199254740993', '9007199254740992', '-9223372036854775807', 7]);
  });

  it('R4.9 gives columns of files names that differ, whatever the case of their letters', async () => {
    const counted = recorded(deals('measure: count', 'dimensions: { Ch: channel, ch: channel, definition: channel, "": channel }'));
    const report = await run(counted, { by: ['Ch', 'ch', 'attributes.product', 'attributes.Product', 'definition', ''] });
    const table = reportTable(report, counted.definition);
    const names = ['Ch', 'ch_2', 'attributes.product', 'attributes.Product_2', 'definition', '_2', 'value'];
    expect(table.columns.map(({ name }) => name)).toEqual(expect.arrayContaining([...names, 'definition_2']));
    const [first] = parse(reportCsv(table), { columns: true }) as Record<string, string>[];
    expect(first).toMatchObject({ Ch: 'phone', ch_2: 'phone', definition: 'phone', definition_2: 'deals', _2: 'phone', value: '2' });
    const folder = mkdtempSync(join(tmpdir(), 'leadledger-names-'));
    const file = join(folder, 'report.parquet');
    writeFileSync(file, await reportParquet(table, report.receipt, { threads: 1, memoryLimit: '256MB' }));
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const rows = (await connection.runAndReadAll(`select * from '${file}'`)).getRowObjectsJS();
    connection.closeSync();
    rmSync(folder, { recursive: true });
    expect(rows).toMatchObject([
      { Ch: 'phone', 'attributes.Product_2': null, definition_2: 'deals', value: 2 },
      { Ch: 'web', 'attributes.product': 'x', 'attributes.Product_2': 'y', definition_2: 'deals', value: 1 },
      { Ch: 'web', 'attributes.product': 'x', 'attributes.Product_2': 'z', definition_2: 'deals', value: 1 },
    ]);
  });

  it('R4.9 splits and filters by an attribute of any name', async () => {
    const counted = compiled(deals('measures:', '  n: count', '  odd: { count: \'attributes["*"] == "x" || attributes[""] == null\' }'));
    expect((await run(counted, { where: 'attributes["a\\u0000b"] == null && channel != "a\\u0000b"' })).rows).toMatchObject([
      { value: 4, measures: { odd: { value: 4 } } },
    ]);
  });
});

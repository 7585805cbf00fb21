import { writeFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { ReportEngine } from '../facts/report-engine.js';
import { type Report } from '../run/run-report.js';
import { History } from '../testing/history.features.js';
import { compiled, Reporter } from '../testing/reporter.features.js';
import { chartsOf } from './chart.js';
import { reportCsv } from './report-csv.js';
import { reportFile, type ReportFormat } from './report-file.js';
import { reportTable } from './report-table.js';
import { type ShownReport } from './shown-report.js';

const evil = `<script>alert("x")</script>`;
const formula = '=HYPERLINK("http://x","y")';
const document = `definition: page_test
title: 'Inquiries & "more"'
describe: What ${evil} says is text.
entity: inquiry
measure: count
terms:
  not_a_test: source != "test"
`;
const limits = { threads: 1, memoryLimit: '256MB' };

describe('a report to be given away', () => {
  let reporter: Reporter;
  let shown: ShownReport;
  const published = compiled(document);

  beforeAll(async () => {
    const history = new History();
    const channels = [evil, formula, 'mail', 'mail'];
    for (const [index, channel] of channels.entries()) {
      const month = index === 3 ? '04' : '01';
      history.inquiry(`lead${index}`, { first: true, channel }, { knownAt: `2026-${month}-1${index}T10:00:00Z` });
    }
    reporter = await Reporter.over(history);
    const report = await reporter.run(published, { from: '2026-01-01', to: '2026-04-30', by: ['month', 'channel'] });
    const { definition } = published;
    shown = {
      report,
      definition,
      version: { document, state: 'published', publishedAt: '2026-05-01T00:00:00Z', publishedBy: 'mia', reason: 'a <b>test</b>' },
    };
  });
  afterAll(() => reporter.close());

  const file = async (format: ReportFormat): Promise<string> => (await reportFile(shown, format, limits)).toString('utf8');

  it('R0.19 the page says definition, version, period, zone and position, and carries its receipt', async () => {
    const page = await file('html');
    for (const said of ['page_test, version 1', '2026-01-01 to 2026-04-30', 'UTC', `position ${shown.report.position}`])
      expect(page).toContain(said);
    const receipt = /<script type="application\/json" id="receipt">([\s\S]*?)<\/script>/.exec(page)?.[1];
    expect(JSON.parse(receipt!)).toEqual(JSON.parse(JSON.stringify(shown.report.receipt)));
  });

  it('R4.11 receipt, page and table say which enforcement was in force: record-only, while nothing else can be switched on', async () => {
    expect(shown.report.receipt.enforcement).toBe('record-only');
    expect(await file('html')).toContain('<dt>enforcement</dt><dd>record-only</dd>');
    const rows = parse(await file('csv'), { columns: true }) as Record<string, string>[];
    expect(rows.map(({ enforcement }) => enforcement)).toEqual(rows.map(() => 'record-only'));
  });

  it('the page is one file: nothing is loaded, nothing runs, and what people wrote is text', async () => {
    const page = await file('html');
    expect(page.match(/<script/g)).toEqual(['<script']);
    expect(page).not.toMatch(/<(img|link|iframe|object)|src=|@import|url\(/i);
    expect(page).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;');
    expect(page).not.toContain('<b>test</b>');
  });

  it('a chart has a place for a month without rows: 0 where rows are counted, no value elsewhere', () => {
    const monthlyChart = (isCount: boolean) => chartsOf({ ...shown.report, by: ['month'], rows: monthly() }, isCount)[0]!.chart;
    expect(monthlyChart(true)).toMatchObject({ labels: ['2026-01', '2026-02', '2026-03', '2026-04'], series: [{ values: [3, 0, 0, 1] }] });
    expect(monthlyChart(false).series[0]!.values).toEqual([3, null, null, 1]);
  });

  it('CSV says in every row what its numbers mean, and no cell is a formula to a spreadsheet', async () => {
    const rows = parse(await file('csv'), { columns: true }) as Record<string, string>[];
    expect(rows.map(({ month, channel, value }) => [month, channel, value])).toEqual([
      ['2026-01', evil, '1'],
      ['2026-01', `'${formula}`, '1'],
      ['2026-01', 'mail', '1'],
      ['2026-04', 'mail', '1'],
    ]);
    const { definition, version, from, to, time_zone, position, result_hash } = rows[0]!;
    const { report } = shown;
    expect([definition, version, from, to, time_zone, position, result_hash]).toEqual([
      'page_test',
      '1',
      report.from,
      report.to,
      'UTC',
      report.position,
      report.receipt.resultHash,
    ]);
  });

  it('R0.19 a row of a file says the filter, the state of the version, the units, what was unknown and until when more may come', async () => {
    const cohort = `definition: cohort_test
title: Cohort
entity: lead
date: captured
cohort: { of: ended, within: 30d }
measures:
  won: { ratio: { of: cohort.reached } }
  age: { mean: life, unit: days }
`;
    const asked = { from: '2026-01-01', to: '2026-04-30', by: ['month'], where: 'attributes.budget > 1 || channel == "mail"' };
    const draft = { ...compiled(cohort), state: 'draft' as const };
    const report = await reporter.run(draft, { ...asked, knownAt: '2026-05-02T00:00:00Z' });
    const csv = reportCsv(reportTable(report, draft.definition));
    const rows = parse(csv, { columns: true }) as Record<string, string>[];
    const said = rows.map(({ month, version_state, where, unit, age_unit, unknown, mature_from }) => ({
      ...{ month, version_state, where, unit, age_unit, unknown, mature_from },
    }));
    const same = { version_state: 'draft', where: asked.where, unit: report.unit, age_unit: 'days' };
    const unknown = `filter ${asked.where}: unknown of 2 of 4 rows; first known of 2026-01-12 | measure age: unknown of 2 of 2 rows; it was never recorded`;
    expect(said).toEqual([
      { month: '2026-01', ...same, unknown, mature_from: '' },
      { month: '2026-04', ...same, unknown, mature_from: '2026-05-30' },
    ]);
  });

  it('a number below zero is a number in CSV', () => {
    const { columns, rows } = reportTable(shown.report, shown.definition);
    const numerator = columns.findIndex(({ name }) => name === 'numerator');
    const cells = ['-28733', '-0.5', '-1+1', '+1', '-', '-A1'].map((text) => {
      const row = rows[0]!.map((cell, index) => (index === numerator ? text : cell));
      return (parse(reportCsv({ columns, rows: [row] }), { columns: true }) as Record<string, string>[])[0]!['numerator'];
    });
    expect(cells).toEqual(['-28733', '-0.5', `'-1+1`, `'+1`, `'-`, `'-A1`]);
  });

  it('Parquet holds the same rows and, in its metadata, the receipt', async () => {
    const engine = await ReportEngine.open({ ...limits, folder: reporter.folder });
    const path = `${reporter.folder}/given.parquet`;
    await writeFile(path, await reportFile(shown, 'parquet', limits));
    const rows = await engine.rows(`select month, channel, value, position from read_parquet('${path}') order by month, channel`);
    expect(rows).toHaveLength(4);
    expect(rows[3]).toEqual({ month: '2026-04', channel: 'mail', value: 1, position: shown.report.position });
    const [kept] = await engine.rows(`select decode(value) as value from parquet_kv_metadata('${path}') where decode(key) = 'receipt'`);
    expect(JSON.parse(kept!['value'] as string)).toMatchObject({ resultHash: shown.report.receipt.resultHash });
    engine.close();
  });
});

const monthly = (): Report['rows'] => [
  { month: '2026-01', value: 3, count: 3 },
  { month: '2026-04', value: 1, count: 1 },
];

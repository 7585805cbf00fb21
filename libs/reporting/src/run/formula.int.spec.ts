import { diffReports } from '../compare/diff-reports.js';
import { explainLead } from '../explain/explain-lead.js';
import { reportTable } from '../render/report-table.js';
import { chartsOf } from '../render/chart.js';
import { History } from '../testing/history.features.js';
import { compiled, Reporter } from '../testing/reporter.features.js';
import { streamMembers } from './stream-members.js';

const period = { from: '2026-03-01', to: '2026-03-31' };
const at = (day: string, time = '10:00'): { readonly knownAt: string } => ({ knownAt: `2026-03-${day}T${time}:00Z` });
const document = (condition = 'outcome == "won"'): string => `definition: worth
title: Worth of a day
entity: deal
date: closed
measures:
  worth: { formula: value / won / cycle }
  won: { count: '${condition}' }
  value: { sum: amount }
  cycle: { mean: cycle, unit: days, where: outcome == "won" }
by: [channel]
`;
const worth = compiled(document());

describe('R3.17 a formula of measures', () => {
  let reporter: Reporter;
  beforeAll(async () => {
    const history = new History();
    const deal = (lead: string, channel: string, opened: string, closed: string, amount: string | null, time = '10:00'): void => {
      history.inquiry(lead, { first: true, channel }, at(opened));
      const value = amount === null ? null : { amount, currency: 'EUR' };
      history.add(`lead-${lead}`, { type: 'lead.won', data: { value, reason: null } }, at(closed, time));
    };
    // web: 0.1 + 0.2 over 2 wins, 3 days on average. mail: won at the instant it came. phone: a win without a value.
    deal('a', 'web', '01', '03', '0.1');
    deal('b', 'web', '01', '05', '0.2');
    deal('c', 'mail', '07', '07', '100');
    deal('d', 'phone', '07', '09', null);
    history.inquiry('e', { first: true, channel: 'web' }, at('10'));
    history.add('lead-e', { type: 'lead.lost', data: { reason: null } }, at('11'));
    reporter = await Reporter.over(history);
  });
  afterAll(() => reporter.close());

  it('is exact, and says why where it has no value: nothing is 0 that is unknown', async () => {
    const { rows, total, totalExact } = await reporter.run(worth, period);
    expect(rows.map((row) => [row['channel'], row['currency'], row['exact'] ?? row['because']])).toEqual([
      ['mail', 'EUR', 'cycle is 0'],
      ['phone', null, 'value has no value'],
      ['web', 'EUR', { numerator: '1', denominator: '20' }],
    ]);
    // 100.3 over 4 wins and (2 + 4 + 0 + 2) / 4 days.
    expect([total, totalExact]).toEqual([12.5375, { numerator: '1003', denominator: '80' }]);
  });

  it('stands in tables and charts with its reason, its measures beside it', async () => {
    const report = await reporter.run(worth, period);
    const { columns, rows } = reportTable(report, worth.definition);
    const cell = (row: number, name: string): unknown => rows[row]![columns.findIndex((column) => column.name === name)];
    expect([cell(2, 'value'), cell(2, 'won_value'), cell(0, 'value'), cell(0, 'because')]).toEqual([0.05, 2, null, 'cycle is 0']);
    expect(chartsOf(report, false).map(({ chart }) => [chart.labels, chart.series[0]!.values])).toEqual([
      [
        ['web', 'mail'],
        [0.05, null],
      ],
    ]);
  });

  it('what moves it is told by the measures it is made of, row by row', async () => {
    const context = await reporter.context(worth, period);
    const members = [];
    for await (const { lead, won, value, cycle } of streamMembers(reporter.store, context)) members.push([lead, won, value, cycle]);
    expect(members).toContainEqual(['a', true, '0.100000', 172_800_000]);
    expect(members).toContainEqual(['e', false, null, null]);
    const { rows } = await explainLead(reporter.store, context, { lead: 'a', externalId: null }, true);
    expect(rows[0]!.adds).toMatchObject({ channel: 'web', won: true, value: '0.100000', cycle: 172_800_000 });
    const wider = await reporter.context(compiled(document('outcome in ["won", "lost"]'), 2), period);
    const { leave, enter, change } = await diffReports(reporter.store, context, wider);
    expect([leave, enter, change.map(({ id, clauses }) => [id, clauses])]).toEqual([[], [], [['e', ['measure won']]]]);
  });
});

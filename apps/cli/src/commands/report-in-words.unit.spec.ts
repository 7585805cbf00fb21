import { type ReportAnswer, reportInWords } from './report-in-words.js';

const report: ReportAnswer = {
  definition: 'new_leads',
  version: 2,
  state: 'published',
  title: 'New leads',
  from: '2026-03-01',
  to: '2026-03-31',
  timeZone: 'Europe/Berlin',
  dateBasis: 'received',
  position: '40',
  unit: 'leads',
  by: [],
  total: 5,
  totalExact: null,
  rows: [{ value: 5, count: 5 }],
  receipt: { resultHash: 'abc', enforcement: 'record-only' },
};

describe('a report in words', () => {
  it('R0.19 R4.11 says definition, version, period, zone, position and the enforcement that was in force', () => {
    expect(reportInWords(report).split('\n')).toEqual([
      'number       New leads (new_leads@2)',
      'period       2026-03-01 to 2026-03-31 (Europe/Berlin, by received)',
      'position     40',
      'enforcement  record-only',
      'total        5 leads',
      'receipt      abc',
    ]);
  });

  it('has a total for each currency where money cannot be added up', () => {
    const totals = [
      { currency: 'EUR', value: 5, count: 1 },
      { currency: null, value: 2.5, count: 1 },
    ];
    expect(reportInWords({ ...report, total: null, totals, rows: totals })).toContain('total        5 EUR, 2.500 of unknown currency\n');
  });

  it('R3.17 has a column for each measure beside the value, split or not, and says which has no value and why', () => {
    const measures = { waiting: { value: 1.5, count: 2 }, speed: { value: null, count: 2, because: 'waiting is 0' } };
    const tableOf = (by: readonly string[]): string[] =>
      reportInWords({ ...report, by, rows: [{ ...(by.length > 0 && { channel: 'web' }), value: 5, count: 5, measures }] })
        .split('\n')
        .slice(7);
    expect(tableOf([])).toEqual([
      'value  count  waiting     speed  because',
      '─────  ─────  ───────  ────────  ───────────────────',
      '    5      5    1.500  no value  speed: waiting is 0',
    ]);
    expect(tableOf(['channel'])).toEqual([
      'channel  value  count  waiting     speed  because',
      '───────  ─────  ─────  ───────  ────────  ───────────────────',
      'web          5      5    1.500  no value  speed: waiting is 0',
    ]);
  });
});

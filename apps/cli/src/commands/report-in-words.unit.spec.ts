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
});

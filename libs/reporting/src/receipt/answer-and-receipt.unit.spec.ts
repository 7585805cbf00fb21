import { differsFromReceipt } from './answer-and-receipt.js';

const rows = [
  { owner: 'ana', value: 3, count: 3 },
  { owner: 'bo', value: 2, count: 2 },
];
const receipt = {
  definition: { name: 'new_leads', version: 2 },
  request: { from: '2026-03-01', to: '2026-03-31' },
  position: '40',
  unit: 'leads',
  total: 5,
  rows,
};
const answer = { definition: 'new_leads', version: 2, from: '2026-03-01', to: '2026-03-31', position: '40', unit: 'leads', total: 5, rows };
const changed = (said: Record<string, unknown>) => differsFromReceipt({ ...answer, ...said }, receipt)?.firstDifference;

describe('an answer beside its receipt', () => {
  it('R5.3 is as the receipt says, or there is no answer', () => {
    expect([differsFromReceipt(answer, receipt), differsFromReceipt(null, receipt)]).toEqual([null, null]);
  });

  it('R5.3 names the first row that is another, is missing or was put in', () => {
    const other = { owner: 'bo', value: 20, count: 2 };
    const third = { owner: 'cy', value: 1, count: 1 };
    const difference = { kind: 'answer', field: 'rows' };
    expect(changed({ rows: [rows[0], other] })).toEqual({ ...difference, row: 2, expected: rows[1], found: other });
    expect(changed({ rows: [rows[0]] })).toEqual({ ...difference, row: 2, expected: rows[1], found: null });
    expect(changed({ rows: [...rows, third] })).toEqual({ ...difference, row: 3, expected: null, found: third });
  });

  it.each([
    ['definition', 'old_leads', 'new_leads'],
    ['version', 3, 2],
    ['to', '2026-03-30', '2026-03-31'],
    ['position', '41', '40'],
    ['total', 6, 5],
  ])('R5.3 names %s where that was changed', (field, found, expected) => {
    expect(changed({ [field]: found })).toEqual({ kind: 'answer', field, expected, found });
  });
});

import { missingRows } from './included-reps.js';

const reps = Array.from({ length: 3 }, (_, index) => ({ d0: `rep ${index}` }));
const rows = [
  ['rep 0', 'monday'],
  ['rep 1', 'tuesday'],
];

describe('R0.11 reps without a row', () => {
  it('stand under each combination of the other dimensions', () => {
    expect(missingRows(reps, rows, 2)).toEqual([
      ['rep 0', 'tuesday'],
      ['rep 1', 'monday'],
      ['rep 2', 'monday'],
      ['rep 2', 'tuesday'],
    ]);
  });

  it('are refused where they would be more rows than a report has', () => {
    expect(() => missingRows(reps, rows, 2, 6)).not.toThrow();
    expect(() => missingRows(reps, rows, 2, 5)).toThrow('More than 5 rows come out');
  });
});

import { compiled } from '../testing/reporter.features.js';
import { calendarLabels } from './calendar-labels.js';
import { figureInWords } from './figure-in-words.js';
import { scaleOf } from './scale.js';

const measureOf = (measure: string) =>
  compiled(`definition: d\ntitle: D\nentity: deal\ndate: closed\nmeasure: ${measure}\n`).definition.measures[0].measure;

describe('figures in words', () => {
  it.each([
    ['count', { value: 1234567 }, '1,234,567'],
    ['{ ratio: { of: outcome == "won" } }', { value: 0.7124, exact: { numerator: '642', denominator: '902' } }, '71.2 % (642 of 902)'],
    ['{ ratio: { of: outcome == "won" } }', { value: null }, 'no value'],
    ['{ sum: amount }', { value: 701150.5, currency: 'EUR' }, '701,150.5 EUR'],
    ['{ median: cycle, unit: hours }', { value: 6.125 }, '6.13 hours'],
  ])('%s of %j is %s', (measure, figure, words) => {
    expect(figureInWords(figure, measureOf(measure))).toBe(words);
  });

  it('a formula is shown in its unit, and says why it has no value', () => {
    const { measure } = compiled(
      'definition: d\ntitle: D\nentity: deal\ndate: closed\nmeasures:\n  v: { formula: value / cycle }\n  value: { sum: amount }\n  cycle: { mean: cycle, unit: days }\n',
    ).definition.measures[0];
    expect(figureInWords({ value: 2400, currency: 'EUR' }, measure)).toBe('2,400 EUR per day');
    expect(figureInWords({ value: null, because: 'cycle is 0' }, measure)).toBe('no value: cycle is 0');
  });

  it.each([
    ['week', '2025-12-28', '2026-01-06', ['2025-W52', '2026-W01', '2026-W02']],
    ['quarter', '2026-03-31', '2026-04-01', ['2026-Q1', '2026-Q2']],
    ['year', '2025-12-31', '2026-01-01', ['2025', '2026']],
  ])('a calendar by %s from %s to %s has every part', (part, from, to, labels) => {
    expect(calendarLabels(part, from, to, [])).toEqual(labels);
  });

  it('a period given as instants shows the parts that have rows', () => {
    expect(calendarLabels('month', '2026-01-01T00:00:00Z', '2026-03-01T00:00:00Z', ['2026-02', '2026-01'])).toEqual(['2026-01', '2026-02']);
  });

  it.each([
    [
      [0, 17],
      [0, 5, 10, 15, 20],
    ],
    [
      [-3, 7],
      [-4, -2, 0, 2, 4, 6, 8],
    ],
    [
      [0.1, 0.44],
      [0, 0.1, 0.2, 0.3, 0.4, 0.5],
    ],
    [[], [0, 1]],
    [[0], [0, 1]],
  ])('an axis over %j has round marks', (values, marks) => {
    const scale = scaleOf(values);
    expect([scale.low <= Math.min(0, ...values), scale.high >= Math.max(0, ...values)]).toEqual([true, true]);
    expect(values.length < 2 ? [scale.marks[0], scale.marks[scale.marks.length - 1]] : scale.marks).toEqual(marks);
  });
});

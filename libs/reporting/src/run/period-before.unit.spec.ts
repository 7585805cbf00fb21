import { addMonths, endOfCalendar, shiftedBack } from './calendar-arithmetic.js';
import { periodBefore } from './period-before.js';

describe('the period before', () => {
  it.each([
    ['previous', '2026-03-01', '2026-03-31', '2026-01-29', '2026-02-28'],
    ['calendar', '2026-03-01', '2026-03-31', '2026-02-01', '2026-02-28'],
    ['calendar', '2026-01-01', '2026-03-31', '2025-10-01', '2025-12-31'],
    ['calendar', '2026-03-02', '2026-03-08', '2026-02-23', '2026-03-01'],
    ['calendar', '2026-03-03', '2026-03-03', '2026-03-02', '2026-03-02'],
    ['year', '2026-02-01', '2026-02-28', '2025-02-01', '2025-02-28'],
    ['year', '2025-02-01', '2025-02-28', '2024-02-01', '2024-02-29'],
    ['year', '2026-03-10', '2026-03-20', '2025-03-10', '2025-03-20'],
    ['previous', '2026-03-02T00:00:00Z', '2026-03-03T12:00:00Z', '2026-02-28T12:00:00.000Z', '2026-03-02T00:00:00.000Z'],
    ['year', '2024-02-29', '2024-02-29', '2023-02-28', '2023-02-28'],
    ['year', '2024-02-29T00:00:00Z', '2024-03-01T00:00:00Z', '2023-02-28T00:00:00.000Z', '2023-03-01T00:00:00.000Z'],
    ['year', '2024-02-28T00:00:00Z', '2024-02-29T00:00:00Z', '2023-02-28T00:00:00.000Z', '2023-03-01T00:00:00.000Z'],
    ['year', '2024-02-29T08:00:00Z', '2024-02-29T12:00:00Z', '2023-02-28T08:00:00.000Z', '2023-02-28T12:00:00.000Z'],
    ['year', '2024-02-28T18:00:00Z', '2024-02-29T06:00:00Z', '2023-02-28T18:00:00.000Z', '2023-03-01T06:00:00.000Z'],
    ['year', '2024-02-29T00:00:00+01:00', '2024-03-01T00:00:00+01:00', '2023-02-27T23:00:00.000Z', '2023-02-28T23:00:00.000Z'],
    ['year', '2025-02-01T00:00:00Z', '2025-03-01T00:00:00Z', '2024-02-01T00:00:00.000Z', '2024-03-01T00:00:00.000Z'],
    ['year', '2026-03-10T00:00:00Z', '2026-03-20T00:00:00Z', '2025-03-10T00:00:00.000Z', '2025-03-20T00:00:00.000Z'],
  ] as const)('%s of %s to %s is %s to %s', (kind, from, to, before, until) => {
    expect(periodBefore(kind, from, to)).toMatchObject({ from: before, to: until });
  });

  it('is refused where the calendar has none', () => {
    expect(() => periodBefore('calendar', '2026-03-02', '2026-03-10')).toThrow(/neither whole months nor whole weeks/);
    expect(() => periodBefore('calendar', '2026-03-02T00:00:00Z', '2026-03-10T00:00:00Z')).toThrow(/instants/);
  });

  it('is refused where it would begin before the first year there is', () => {
    expect(periodBefore('year', '0002-01-01', '0002-12-31')).toMatchObject({ from: '0001-01-01', to: '0001-12-31' });
    for (const [kind, from, to] of [
      ['previous', '0001-01-01', '2026-12-31'],
      ['calendar', '0001-01-01', '2026-12-31'],
      ['year', '0001-01-01', '2026-12-31'],
      ['previous', '0001-01-01T00:00:00Z', '2026-12-31T00:00:00Z'],
      ['year', '0001-01-01T00:00:00Z', '2026-12-31T00:00:00Z'],
    ] as const)
      expect(() => periodBefore(kind, from, to)).toThrow(`The period before ${from} to ${to} would begin before the year 0001`);
  });

  it('finds the day, week, month, quarter and year that lie before', () => {
    expect([
      shiftedBack('day', '2026-03-31', { months: 1 }),
      shiftedBack('day', '2026-03-28', { months: 1 }),
      shiftedBack('week', '2026-W01', { days: 7 }),
      shiftedBack('week', '2026-W01', { days: 3 }),
      shiftedBack('month', '2026-01', { months: 12 }),
      shiftedBack('quarter', '2026-Q1', { months: 3 }),
      shiftedBack('year', '2026', { months: 12 }),
      endOfCalendar('week', '2026-W01'),
      endOfCalendar('quarter', '2026-Q1'),
      addMonths('2026-03-31', -1),
    ]).toEqual([null, '2026-02-28', '2025-W52', null, '2025-01', '2025-Q4', '2025', '2026-01-04', '2026-03-31', '2026-02-28']);
  });
});

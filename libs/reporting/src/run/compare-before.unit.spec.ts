import fc from 'fast-check';
import { type Definition } from '../definitions/definition.js';
import { addDays, calendarOf } from './calendar-arithmetic.js';
import { compareBefore } from './compare-before.js';
import { comparisons, type PeriodBefore, periodBefore } from './period-before.js';
import { type ReportRow } from './report-request.js';
import { type Report } from './run-report.js';

const DAY_MS = 86_400_000;

describe('a comparison with the period before', () => {
  const definition = { measures: [{ name: 'count', measure: { kind: 'count' } }] } as unknown as Definition;
  const report = (by: string[], rows: Record<string, unknown>[], total: number | null): Report =>
    ({
      by,
      rows,
      total,
      totalExact: null,
      from: '2026-03-01',
      to: '2026-03-31',
      timeZone: 'UTC',
      receipt: { resultHash: 'h' },
    }) as unknown as Report;
  const march = periodBefore('calendar', '2026-03-01', '2026-03-31');

  it('is exact: value, difference and relative change of the total and of each row, also where one side has none', () => {
    const now = report(
      ['channel'],
      [
        { channel: 'a', value: 4, count: 4 },
        { channel: 'b', value: 1, count: 1 },
      ],
      5,
    );
    const before = report(
      ['channel'],
      [
        { channel: 'a', value: 3, count: 3 },
        { channel: 'c', value: 2, count: 2 },
      ],
      5,
    );
    const third = { value: 1 / 3, exact: { numerator: '1', denominator: '3' } };
    const whole = (n: number) => ({ value: n, exact: { numerator: String(n), denominator: '1' } });
    expect(compareBefore(definition, now, before, 'calendar', march)).toMatchObject({
      with: 'calendar',
      total: 5,
      difference: whole(0),
      relative: whole(0),
      rows: [
        { channel: 'a', value: 4, previous: 3, difference: whole(1), relative: third },
        { channel: 'b', value: 1, previous: 0, difference: whole(1), relative: null },
        { channel: 'c', value: 0, previous: 2, difference: whole(-2), relative: whole(-1) },
      ],
    });
  });

  it('lays months over the months before, and has no change where a side has no value', () => {
    const now = report(['month'], [{ month: '2026-03', value: null, count: 0 }], null);
    const before = report(['month'], [{ month: '2026-02', value: 2, count: 2 }], 2);
    expect(compareBefore(definition, now, before, 'calendar', march)).toMatchObject({
      difference: null,
      relative: null,
      rows: [{ month: '2026-03', value: null, previous: 2, difference: null, relative: null }],
    });
  });

  it('has a row of the period before at the place that corresponds to it in this one, where only that one has it', () => {
    const now = report(['month', 'owner'], [{ month: '2026-03', owner: 'ana', value: 4, count: 4 }], 4);
    const before = report(
      ['month', 'owner'],
      [
        { month: '2026-02', owner: 'ana', value: 3, count: 3 },
        { month: '2026-02', owner: 'bo', value: 2, count: 2 },
        { month: null, owner: 'bo', value: 1, count: 1 },
      ],
      6,
    );
    expect(compareBefore(definition, now, before, 'calendar', march)).toMatchObject({
      rows: [
        { month: '2026-03', owner: 'ana', value: 4, previous: 3 },
        { month: '2026-03', owner: 'bo', value: 0, previous: 2, difference: { value: -2 }, relative: { value: -1 } },
        { month: null, owner: 'bo', value: 0, previous: 1 },
      ],
      elsewhere: [],
    });
  });

  it('says which rows of the period before correspond to nothing in this one', () => {
    const february = { ...report(['day'], [{ day: '2026-02-28', value: 1, count: 1 }], 1), from: '2026-02-01', to: '2026-02-28' };
    const january = report(
      ['day'],
      ['28', '30'].map((day) => ({ day: `2026-01-${day}`, value: 1, count: 1 })),
      2,
    );
    expect(compareBefore(definition, february, january, 'calendar', periodBefore('calendar', '2026-02-01', '2026-02-28'))).toMatchObject({
      rows: [{ day: '2026-02-28', value: 1, previous: 1 }],
      elsewhere: [{ day: '2026-01-30', value: 1, count: 1 }],
    });
    // As long as March and directly before: no month lies 31 days before another.
    const months = [
      report(['month'], [{ month: '2026-03', value: 1 }], 1),
      report(['month'], [{ month: '2026-02', value: 2 }], 2),
    ] as const;
    expect(compareBefore(definition, ...months, 'previous', periodBefore('previous', '2026-03-01', '2026-03-31'))).toMatchObject({
      rows: [{ month: '2026-03', value: 1, previous: null, difference: null }],
      elsewhere: [{ month: '2026-02', value: 2 }],
    });
  });

  it('adds up to both totals, whatever the periods and the dimensions, and has no day outside its own', () => {
    const start = Date.UTC(2023, 0, 1) / DAY_MS;
    const dates = fc
      .tuple(fc.nat(1_200), fc.nat(70))
      .map(([first, length]): [string, string] => [dayOf(start + first), dayOf(start + first + length)]);
    const instants = dates.map(([from, to]): [string, string] => [`${from}T06:00:00Z`, `${to}T18:00:00Z`]);
    const dimensions = fc.subarray(['day', 'week', 'month', 'quarter', 'year', 'owner']);
    const seen = { placed: 0, elsewhere: 0 };
    fc.assert(
      fc.property(fc.constantFrom(...comparisons), fc.oneof(dates, instants), dimensions, fc.nat(10_000), (kind, [from, to], by, seed) => {
        let period: PeriodBefore;
        try {
          period = periodBefore(kind, from, to);
        } catch {
          return;
        }
        const [now, before] = [randomReport(by, from, to, seed), randomReport(by, period.from, period.to, seed + 1)];
        const { rows, elsewhere } = compareBefore(definition, now, before, kind, period);
        const sum = (some: readonly ReportRow[], name: string): number => some.reduce((all, row) => all + Number(row[name] ?? 0), 0);
        expect([sum(rows, 'value'), sum(rows, 'previous') + sum(elsewhere, 'value')]).toEqual([now.total, before.total]);
        for (const { day } of rows) if (typeof day === 'string') expect(from.slice(0, 10) <= day && day <= to.slice(0, 10)).toBe(true);
        const keys = rows.map((row) => JSON.stringify(by.map((name) => row[name])));
        expect(new Set(keys).size).toBe(keys.length);
        seen.placed += rows.length - now.rows.length;
        seen.elsewhere += elsewhere.length;
      }),
    );
    expect(Math.min(seen.placed, seen.elsewhere)).toBeGreaterThan(10);
  });

  const dayOf = (days: number): string => new Date(days * DAY_MS).toISOString().slice(0, 10);

  /** Every second day of a period or so has a row or two. */
  function randomReport(by: readonly string[], from: string, to: string, seed: number): Report {
    const groups = new Map<string, ReportRow>();
    let total = 0;
    for (let day = from.slice(0, 10), at = seed; day <= to.slice(0, 10); day = addDays(day, 1), at = (at * 7919 + 13) % 10_007) {
      if (at % 2 === 0) continue;
      // An end at midnight is not included.
      if (to.length > 10 && `${day}T00:00:00.000Z` >= new Date(to).toISOString()) continue;
      const all: Record<string, string> = { day, owner: at % 3 === 0 ? 'ana' : 'bo' };
      for (const unit of ['week', 'month', 'quarter', 'year'] as const) all[unit] = calendarOf(unit, day);
      const members = Object.fromEntries(by.map((name) => [name, all[name]!]));
      const key = JSON.stringify(members);
      const value = Number(groups.get(key)?.['value'] ?? 0) + 1;
      groups.set(key, { ...members, value, count: value });
      total += 1;
    }
    return { ...report([...by], [...groups.values()], total), from, to };
  }
});

import { day, History } from '../testing/history.features.js';
import { compiled, Reporter } from '../testing/reporter.features.js';

const january = { from: '2026-01-01', to: '2026-01-31' };
const conversion = (within: string): ReturnType<typeof compiled> =>
  compiled(
    `definition: conversion\ntitle: Conversion\nentity: deal\ndate: opened\ncohort: { of: closed, within: ${within} }\nmeasure:\n  ratio:\n    of: outcome == "won" && cohort.reached\n`,
  );
const dayAfter = (days: number): string => new Date(Date.parse('2026-01-20T00:00:00Z') + days * 86_400_000).toISOString().slice(0, 10);

describe('worked examples: the January cohort', () => {
  let reporter: Reporter;
  beforeAll(async () => {
    const history = new History();
    const wins = [...Array<number>(3).fill(5), ...Array<number>(5).fill(30), ...Array<number>(4).fill(90)];
    for (let n = 0; n < 100; n++)
      history.inquiry(`l${n}`, { first: true }, { occurredAt: day('2026-01-20'), knownAt: '2026-01-20T12:00:00Z' });
    for (const [n, days] of wins.entries())
      history.add(
        `lead-l${n}`,
        { type: 'lead.won', data: { value: null, reason: null } },
        { occurredAt: day(dayAfter(days)), knownAt: `${dayAfter(days)}T12:00:00Z` },
      );
    reporter = await Reporter.over(history);
  });
  afterAll(() => reporter.close());

  it('conversion in the month, within 30 days of capture, ever: 3 %, 8 %, 12 %', async () => {
    const share = async (within: string): Promise<unknown> => (await reporter.run(conversion(within), january)).totalExact;
    expect([await share('month'), await share('30d'), await share('720h'), await share('ever')]).toEqual(
      ['3', '8', '8', '12'].map((numerator) => ({ numerator, denominator: '100' })),
    );
  });

  it('is immature before 2 March by whole dates, before 3 March 00:00 by instants, and says so', async () => {
    const until = async (within: string, knownAt: string): Promise<unknown> => {
      const { matureFrom, rows } = await reporter.run(conversion(within), { ...january, knownAt });
      const [row] = rows;
      expect([row!['matureFrom'] ?? null, row!['immature'] ?? false]).toEqual([matureFrom, matureFrom !== null]);
      return matureFrom;
    };
    expect(await until('30d', '2026-03-01T23:59:59Z')).toBe('2026-03-02');
    expect(await until('30d', '2026-03-02T00:00:00Z')).toBeNull();
    expect(await until('720h', '2026-03-02T23:59:59Z')).toBe('2026-03-03T00:00:00.000Z');
    expect(await until('720h', '2026-03-03T00:00:00Z')).toBeNull();
    expect(await until('month', '2026-01-31T23:00:00Z')).toBe('2026-02-01');
    expect(await until('ever', '2026-01-21T00:00:00Z')).toBeNull();
  });

  it('marks each month by its own end', async () => {
    const { rows, matureFrom } = await reporter.run(conversion('30d'), {
      from: '2025-12-01',
      to: '2026-02-10',
      by: ['month'],
      knownAt: '2026-03-05T00:00:00Z',
    });
    expect([rows.map((row) => [row['month'], row['matureFrom'] ?? null]), matureFrom]).toEqual([[['2026-01', null]], '2026-03-12']);
  });
});

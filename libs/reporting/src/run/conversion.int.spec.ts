import { type LedgerEvent } from '#libs/contracts';
import { noVocabularies } from '#libs/governance';
import { verifyReceipt } from '../receipt/verify-receipt.js';
import { day, History } from '../testing/history.features.js';
import { compiled, Reporter } from '../testing/reporter.features.js';

const march = { from: '2026-03-01', to: '2026-03-31' };
const value = (more = ''): string => `definition: value
title: Value in euros
entity: deal
date: closed
convert: { to: EUR, at: closed, rates: ecb }
measures:
  value: { sum: amount }
  mean: { mean: amount }
${more}`;
const inEuros = compiled(value());

const rates = (version: number, of: readonly (readonly [currency: string, from: string, rate: string])[]): LedgerEvent => ({
  type: 'rates.published',
  data: {
    name: 'ecb',
    version,
    document: '',
    documentHash: '',
    to: 'EUR',
    holdsDays: 7,
    rates: of.map(([currency, from, rate]) => ({ currency, from, rate })),
    reason: 'test',
  },
});
const dollars = [
  ['USD', '2026-03-02', '0.9'],
  ['USD', '2026-03-09', '0.93000001'],
] as const;

describe('R6.8 money in one currency', () => {
  let history: History;
  let reporter: Reporter;
  const win = (lead: string, on: string, amount: string, currency: string): void => {
    history.inquiry(lead, { first: true, channel: currency }, { knownAt: '2026-04-01T00:00:00Z' });
    const data = { value: { amount, currency }, reason: null };
    history.add(`lead-${lead}`, { type: 'lead.won', data }, { occurredAt: day(on), knownAt: '2026-04-01T00:00:00Z' });
  };
  beforeEach(async () => {
    history = new History();
    history.add('rates-ecb', rates(1, dollars), { knownAt: '2026-03-31T00:00:00Z' });
    reporter = await Reporter.over(history);
  });
  afterEach(() => reporter.close());

  it('is reckoned by the rate of the date of conversion, exactly, and has one total', async () => {
    win('a', '2026-03-08', '100', 'USD');
    win('b', '2026-03-09', '0.01', 'USD');
    win('c', '2026-03-20', '5', 'EUR');
    // 100 × 0.9 on the seventh day of the first rate, 0.01 × 0.93000001 on the first day of the second, 5 as they are.
    const report = await reporter.run(inEuros, march);
    expect(report.total).toBe(95.0093000001);
    expect(report.totals).toEqual([
      {
        currency: 'EUR',
        value: 95.0093000001,
        exact: { numerator: '950093000001', denominator: '10000000000' },
        count: 3,
        measures: { mean: { value: 31.6697666667, exact: { numerator: '316697666667', denominator: '10000000000' }, count: 3 } },
      },
    ]);
  });

  it('has no value where a rate is missing, and says so: what was left out would make a wrong sum', async () => {
    win('a', '2026-03-08', '100', 'USD');
    win('before', '2026-03-01', '1', 'USD');
    win('stale', '2026-03-16', '1', 'USD');
    win('other', '2026-03-09', '1', 'CHF');
    win('home', '2026-03-09', '7', 'EUR');
    const report = await reporter.run(inEuros, { ...march, by: ['channel'] });
    expect(report.total).toBeNull();
    expect(report.rows.map((row) => [row['channel'], row['currency'], row['value'], row['because'] ?? null])).toEqual([
      ['CHF', 'EUR', null, '1 of 1 have no rate: CHF'],
      ['EUR', 'EUR', 7, null],
      ['USD', 'EUR', null, '2 of 3 have no rate: USD'],
    ]);
    expect(report.totals![0]).toMatchObject({ value: null, because: '3 of 5 have no rate: CHF, USD' });
  });

  it('takes the newest rates known at the position, names them in the receipt and verifies from the log alone', async () => {
    win('a', '2026-03-08', '100', 'USD');
    const before = await reporter.run(inEuros, march);
    history.add('rates-ecb', rates(2, [['USD', '2026-03-02', '0.8']]), { knownAt: '2026-04-02T00:00:00Z' });
    const after = await reporter.run(inEuros, march);
    expect([before.total, after.total]).toEqual([90, 80]);
    expect((await reporter.run(inEuros, { ...march, knownAt: '2026-04-01T12:00:00Z' })).total).toBe(90);
    expect([before.receipt.uses.rates?.version, after.receipt.uses.rates?.version]).toEqual([1, 2]);
    const verify = (receipt: unknown) =>
      verifyReceipt(receipt, {
        log: history.source(),
        vocabulariesOf: () => Promise.resolve(noVocabularies),
        definitionOf: () => Promise.resolve(inEuros),
        threads: 1,
        memoryLimit: '256MB',
        clock: { now: () => new Date('2030-01-01T00:00:00Z') },
      });
    expect([(await verify(before.receipt)).valid, (await verify(after.receipt)).valid]).toEqual([true, true]);
    const uses = { ...before.receipt.uses, rates: { ...before.receipt.uses.rates!, version: 2 } };
    expect(await verify({ ...before.receipt, uses })).toMatchObject({ valid: false, firstDifference: { field: 'uses' } });
  });

  it('is refused where the rates were not published by then, or are worth something else', async () => {
    const refusal = (more: object, of = inEuros) =>
      reporter.context(of, { ...march, ...more }).catch((error: { code: string; message: string }) => error);
    expect(await refusal({ knownAt: '2026-03-30T00:00:00Z' })).toMatchObject({ code: 'REPORT.RATES' });
    expect(await refusal({}, compiled(value().replace('to: EUR', 'to: USD')))).toMatchObject({ code: 'REPORT.RATES' });
    expect(await refusal({}, compiled(value().replace('rates: ecb', 'rates: ebc')))).toMatchObject({
      message: expect.stringContaining('did you mean ecb?') as string,
    });
  });
});

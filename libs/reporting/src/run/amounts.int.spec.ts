import { day, History } from '../testing/history.features.js';
import { compiled, Reporter } from '../testing/reporter.features.js';
import { libraryOf } from '../testing/vocabularies.features.js';

const march = { from: '2026-03-01', to: '2026-03-31' };
const document = (...lines: string[]): string =>
  `${['definition: size', 'title: Deals by size', 'entity: deal', 'date: closed', ...lines].join('\n')}\n`;

describe('R6.8 amounts beside numbers', () => {
  let reporter: Reporter;
  beforeAll(async () => {
    const history = new History();
    const rates = [{ currency: 'USD', from: '2026-03-01', rate: '0.9' }];
    const document = { version: 1, to: 'EUR', holdsDays: 31, rates, reason: 'daily' };
    history.add('rates-ecb', { type: 'rates.published', data: document } as never, { knownAt: '2026-03-01T00:00:00Z' });
    const win = (lead: string, amount: string | null, currency = 'EUR'): void => {
      history.inquiry(lead, { first: true }, { knownAt: '2026-03-02T10:00:00Z' });
      const value = amount === null ? null : { amount, currency };
      history.add(
        `lead-${lead}`,
        { type: 'lead.won', data: { value, reason: null } },
        { occurredAt: day('2026-03-10', 'UTC'), knownAt: '2026-03-10T10:00:00Z' },
      );
    };
    win('a', '100');
    win('b', '99.999999');
    win('c', '105', 'USD');
    win('d', '112', 'USD');
    win('e', null);
    win('f', '999999999999999.999999');
    reporter = await Reporter.over(history);
  });
  afterAll(() => reporter.close());

  it('are compared in the currency that the condition names, to the last digit', async () => {
    const sized = compiled(
      document(
        'measures:',
        '  euros: { count: currency == "EUR" && amount >= 100 }',
        '  most: { count: currency == "EUR" && amount >= 1000000000000000 }',
        "  each: { count: \"currency == 'EUR' ? amount >= 100 : currency == 'USD' && amount >= 110\" }",
        '  priced: { count: amount > 0 }',
      ),
    );
    const { rows } = await reporter.run(sized, march);
    expect(rows).toMatchObject([{ value: 2, measures: { most: { value: 0 }, each: { value: 3 }, priced: { value: 5 } } }]);
  });

  it('are compared, and split into ranges, in the currency that the definition converts into', async () => {
    const sized = compiled(
      document(
        'convert: { to: EUR, at: closed, rates: ecb }',
        'measures: { deals: count, big: { count: amount >= 100 } }',
        'dimensions: { size: { of: amount, buckets: [0, 100, 1000] } }',
        'by: [size]',
      ),
    );
    const { rows } = await reporter.run(sized, march);
    expect(rows.map((row) => [row['size'], row['value'], (row['measures'] as { big: { value: number } }).big.value])).toEqual([
      ['0 to under 100 EUR', 2, 0],
      ['100 to under 1000 EUR', 2, 2],
      ['1000 EUR or more', 1, 1],
      [null, 1, 0],
    ]);
    // What its terms and its conversion fix holds for a question too.
    expect((await reporter.run(sized, { ...march, by: [], where: 'amount >= 100.8' })).total).toBe(2);
  });

  it('are refused in a question that leaves the currency open, at its place; one on record is answered as it was', async () => {
    const deals = compiled(document('measure: count'));
    const asked = { ...march, where: 'outcome == "won" && amount >= 100' };
    await expect(reporter.run(deals, asked)).rejects.toMatchObject({
      status: 422,
      violations: [{ code: 'CEL.CURRENCY', path: 'where 1:21', message: expect.stringContaining('`currency == "EUR" && …`') as string }],
    });
    expect((await reporter.run(deals, { ...asked, where: `${asked.where} && currency == "USD"` })).total).toBe(2);
    expect((await reporter.run(deals, { ...asked, isOnRecord: true })).total).toBe(4);
  });

  it('are refused as a dimension that a question calls a vocabulary with, while the currency is open; one on record is answered as it was', async () => {
    const sizes = libraryOf("vocabulary: sizes\ntitle: Sizes\ncodes: { round: { label: Round, aliases: ['100', '105'] } }\n");
    const sized = await Reporter.over(reporter.history, undefined, sizes);
    const deals = compiled(document('measure: count'), 1, sizes);
    const by = ['code(string(amount), "sizes")'];
    const rowsOf = async (ask: object): Promise<unknown[]> =>
      (await sized.run(deals, { ...march, by, ...ask })).rows.map((row) => [row[by[0]!], row['value']]);
    await expect(rowsOf({})).rejects.toMatchObject({
      status: 422,
      violations: [{ code: 'CEL.CURRENCY', path: 'by', message: expect.stringContaining('`currency == "EUR" && …`') as string }],
    });
    // Certain is what the question itself says, and what the definition fixes.
    expect(await rowsOf({ where: 'currency == "USD"' })).toEqual([
      ['round', 1],
      [null, 1],
    ]);
    const euros = compiled(document('terms: { euros: currency == "EUR" }', 'measure: count'), 1, sizes);
    expect((await sized.run(euros, { ...march, by })).rows.map((row) => [row[by[0]!], row['value']])).toEqual([
      ['round', 1],
      [null, 2],
    ]);
    expect(await rowsOf({ isOnRecord: true })).toEqual([
      ['round', 2],
      [null, 4],
    ]);
    sized.close();
  });
});

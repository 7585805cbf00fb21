import { parseRates } from './parse-rates.js';

const base = 'rates: ecb\ntitle: T\nto: EUR\nholds: 7d\ncurrencies:\n  USD: { 2026-03-03: 0.9234, 2026-03-02: "0.9215" }\n';
const codes = (from: string, to: string): unknown[] => parseRates(base.replace(from, to)).problems.map(({ code, line }) => [code, line]);

describe('R6.8 a document of rates', () => {
  it('says what one unit of a currency is worth from a day on, as it is written', () => {
    expect(parseRates(base).rates).toEqual({
      name: 'ecb',
      to: 'EUR',
      holdsDays: 7,
      rates: [
        { currency: 'USD', from: '2026-03-02', rate: '0.9215' },
        { currency: 'USD', from: '2026-03-03', rate: '0.9234' },
      ],
    });
  });

  it.each([
    ['a rate of nothing', '0.9234', '0', 'RATES.RATE', 6],
    ['a rate that would be rounded', '0.9234', '"0.123456789"', 'RATES.RATE', 6],
    ['a day that does not exist', '2026-03-03', '2026-02-30', 'RATES.DATE', 6],
    ['a currency that is none', 'USD', 'dollar', 'RATES.CURRENCY', 6],
    ['a rate of the currency itself', 'USD', 'EUR', 'RATES.CURRENCY', 6],
    ['no word of how old a rate may grow', 'holds: 7d\n', '', 'RATES.MISSING', 1],
    ['a span that is none', '7d', '7 weeks', 'RATES.SHAPE', 4],
    ['an unknown key', 'title', 'titel', 'RATES.UNKNOWN_KEY', 2],
    ['a day twice', '2026-03-03', '2026-03-02', 'RATES.SYNTAX', 6],
  ])('refuses %s', (_, from, to, code, line) => expect(codes(from, to)).toContainEqual([code, line]));
});

import { type LedgerEvent } from '#libs/contracts';
import { countMembers } from '../run/members.js';
import { day, History } from '../testing/history.features.js';
import { compiled, Reporter } from '../testing/reporter.features.js';

const rates: LedgerEvent = {
  type: 'rates.published',
  data: {
    name: 'ecb',
    version: 1,
    document: '',
    documentHash: '',
    to: 'EUR',
    holdsDays: 7,
    rates: [{ currency: 'USD', from: '2026-03-02', rate: '0.9' }],
    reason: 'test',
  },
};
const money = compiled(`definition: money
title: Money
entity: deal
date: closed
convert: { to: EUR, at: closed, rates: ecb }
measures:
  value: { sum: amount, where: 'channel != "none"' }
  mean: { mean: amount }
dimensions:
  channel: channel
`);
const counts = compiled(`definition: counts
title: What is counted
entity: deal
date: closed
measures:
  share: { ratio: { of: channel == "we|b", to: outcome == "won" } }
  channels: { different: channel }
  middle: { median: cycle, unit: hours }
dimensions:
  channel: channel
`);

/** What is pinned here came out before compiler 5 was: earlier receipts must verify for ever. */
describe('R5.3 the members in receipts of earlier compilers', () => {
  it.each([
    [
      1,
      'ccf92c948dc5b8d73b9aa7c10e5aa96f3fb8aa58aff29b8fe33a1b05c6a25a73',
      '11092d722aa8696031722bf98e6293509d0cac0ab90fce09cede4ebeaced04fe',
    ],
    [
      2,
      'ccf92c948dc5b8d73b9aa7c10e5aa96f3fb8aa58aff29b8fe33a1b05c6a25a73',
      '11092d722aa8696031722bf98e6293509d0cac0ab90fce09cede4ebeaced04fe',
    ],
    [
      3,
      'a2528530cbfd21bac1e2b9232467693e370c8ae80a4f9eeee567a97b7e81e8e5',
      '485d1add5050d7afa914b8613c11b3b86af087f52d82f5b3a5ed60b2959da141',
    ],
    [
      4,
      'a2528530cbfd21bac1e2b9232467693e370c8ae80a4f9eeee567a97b7e81e8e5',
      '485d1add5050d7afa914b8613c11b3b86af087f52d82f5b3a5ed60b2959da141',
    ],
  ])('have the digest that compiler %s gave them', async (compiler, ofMoney, ofCounts) => {
    const history = new History();
    history.add('rates-ecb', rates, { knownAt: '2026-03-31T00:00:00Z' });
    for (const [lead, on, amount, currency, channel] of [
      ['a', '2026-03-08', '100', 'USD', 'we|b'],
      ['b', '2026-03-09', '0.01', 'EUR', 'back\\slash'],
      ['c', '2026-03-20', '5', 'GBP', 'line\nbreak'],
    ] as const) {
      history.inquiry(lead, { first: true, channel }, { knownAt: '2026-04-01T00:00:00Z' });
      const data = { value: { amount, currency }, reason: null };
      history.add(`lead-${lead}`, { type: 'lead.won', data }, { occurredAt: day(on), knownAt: '2026-04-01T00:00:00Z' });
    }
    const reporter = await Reporter.over(history);
    const found: string[] = [];
    for (const definition of [money, counts]) {
      const context = await reporter.context(definition, { from: '2026-03-01', to: '2026-03-31', by: ['channel'] });
      const { buckets } = await countMembers(reporter.store, context, compiler);
      expect(buckets).toMatchObject([{ bucket: 0, count: 3 }]);
      found.push(buckets[0]!.digest);
    }
    reporter.close();
    expect(found).toEqual([ofMoney, ofCounts]);
  });
});

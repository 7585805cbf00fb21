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
const plain = compiled(`definition: plain
title: Nothing of their own
entity: deal
date: closed
measure: { ratio: { of: channel == "we|b", to: outcome == "won" } }
dimensions:
  channel: channel
`);

/** What is pinned here came out before the next compiler was: earlier receipts must verify for ever. */
describe('R5.3 the members in receipts of earlier compilers', () => {
  it.each([
    [
      1,
      'ccf92c948dc5b8d73b9aa7c10e5aa96f3fb8aa58aff29b8fe33a1b05c6a25a73',
      '11092d722aa8696031722bf98e6293509d0cac0ab90fce09cede4ebeaced04fe',
      '510605ff8988035d4f86b32dfd63c6beb8820eb4d309e12c3227ac6f87b393e9',
    ],
    [
      2,
      'ccf92c948dc5b8d73b9aa7c10e5aa96f3fb8aa58aff29b8fe33a1b05c6a25a73',
      '11092d722aa8696031722bf98e6293509d0cac0ab90fce09cede4ebeaced04fe',
      '510605ff8988035d4f86b32dfd63c6beb8820eb4d309e12c3227ac6f87b393e9',
    ],
    [
      3,
      'a2528530cbfd21bac1e2b9232467693e370c8ae80a4f9eeee567a97b7e81e8e5',
      '485d1add5050d7afa914b8613c11b3b86af087f52d82f5b3a5ed60b2959da141',
      '6da351d1039de0e8ab3c2faf1638ea648fa5cad62002d94dc57a9ddb491fe79d',
    ],
    [
      4,
      'a2528530cbfd21bac1e2b9232467693e370c8ae80a4f9eeee567a97b7e81e8e5',
      '485d1add5050d7afa914b8613c11b3b86af087f52d82f5b3a5ed60b2959da141',
      '6da351d1039de0e8ab3c2faf1638ea648fa5cad62002d94dc57a9ddb491fe79d',
    ],
    [
      5,
      'cf95c378349dcb0885fcc51f33f5bcf2f321effa02d3802ba3b172bf683a6697',
      '7530c3cdc050ec9e0c41f4a2c09af0c34ff0cfa9fb5b6061df07cf76da029529',
      '6e860909bd98fa1c710de70a9baa64f7dbc00e1ac6de65b7e8533d957808bb59',
    ],
  ])('have the digest that compiler %s gave them', async (compiler, ofMoney, ofCounts, ofPlain) => {
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
    for (const definition of [money, counts, plain]) {
      const context = await reporter.context(definition, { from: '2026-03-01', to: '2026-03-31', by: ['channel'] });
      const { buckets } = await countMembers(reporter.store, context, compiler);
      expect(buckets).toMatchObject([{ bucket: 0, count: 3 }]);
      found.push(buckets[0]!.digest);
    }
    reporter.close();
    expect(found).toEqual([ofMoney, ofCounts, ofPlain]);
  });
});

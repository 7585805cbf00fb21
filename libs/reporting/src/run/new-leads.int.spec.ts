import { History } from '../testing/history.features.js';
import { Reporter } from '../testing/reporter.features.js';

describe('worked examples: counting people', () => {
  const dayOf = (offset: number): string => new Date(Date.UTC(2026, 0, 1, 12) + offset * 86_400_000).toISOString();

  it.each([
    [
      [0, 10, 39],
      [3, 1, 2, 1],
    ],
    [
      [0, 10, 40],
      [3, 1, 2, 2],
    ],
    [
      [0, 30],
      [2, 1, 2, 2],
    ],
    [
      [0, 29, 58, 87],
      [4, 1, 2, 1],
    ],
  ])('R0.15 inquiries on days %j give %j: each, per person, 30 days since counted, since any', async (days, expected) => {
    const history = new History();
    days.forEach((offset, index) => history.inquiry('a', { first: index === 0, person: 'p' }, { knownAt: dayOf(offset) }));
    const reporter = await Reporter.over(history);
    const totals = [];
    for (const version of [1, 2, 5, 4])
      totals.push((await reporter.run(`new_leads@${version}`, { from: '2026-01-01', to: '2026-12-31' })).total);
    expect(totals).toEqual(expected);
    reporter.close();
  });

  it('R0.15 R0.19 three inquiries from one phone over 40 days; each number carries version, period, zone and position', async () => {
    const history = new History();
    [0, 20, 40].forEach((offset, index) =>
      history.inquiry('a', { first: index === 0, person: 'p', channel: index === 1 ? 'mail' : 'web' }, { knownAt: dayOf(offset) }),
    );
    const reporter = await Reporter.over(history);
    const run = async (version: number) => reporter.run(`new_leads@${version}`, { from: '2026-01-01', to: '2026-12-31' });
    const totals: unknown[] = [];
    for (const version of [1, 2, 5, 4, 3]) totals.push((await run(version)).total);
    expect(totals).toEqual([3, 1, 2, 1, 2]);
    expect(await run(5)).toMatchObject({
      definition: 'new_leads',
      version: 5,
      from: '2026-01-01',
      to: '2026-12-31',
      timeZone: 'UTC',
      dateBasis: 'received',
      position: '3',
      rows: [{ value: 2, count: 2 }],
      receipt: { position: '3', digest: history.entries[2]!.digest, enforcement: 'record-only', members: { count: 2 } },
    });
    reporter.close();
  });
});

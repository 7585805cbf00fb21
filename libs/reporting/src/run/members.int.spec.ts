import { sampleHistory } from '../testing/random-history.features.js';
import { Reporter } from '../testing/reporter.features.js';

const year = { from: '2026-01-01', to: '2026-12-31' };
const asked = [
  ['new_leads@5', ['month', 'channel']],
  ['valid_leads@3', ['channel']],
  ['valid_leads@1', []],
  ['cycle_time@3', ['month']],
  ['followed_up_rate@1', ['owner']],
] as const;

describe('the members of a report', () => {
  it('are those of no other report that runs at the same time, and nothing is left of them', async () => {
    const reporter = await Reporter.over(sampleHistory(11));
    const run = ([definition, by]: (typeof asked)[number]) => reporter.run(definition, { ...year, by });
    const alone = [];
    for (const ask of asked) alone.push(await run(ask));
    const counted = alone.filter(({ receipt }) => receipt.members.count > 0);
    expect(counted.length).toBeGreaterThan(1);
    expect(await Promise.all([...asked, ...asked].map(run))).toEqual([...alone, ...alone]);
    const left = await reporter.store.rows('select table_name from duckdb_tables() where temporary');
    expect(left).toEqual([]);
    reporter.close();
  });
});

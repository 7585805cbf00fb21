import { membersSql, withQueries } from '../compile/members-sql.js';
import { entities } from '../entities/entities.js';
import { sampleHistory } from '../testing/random-history.features.js';
import { compiled, Reporter } from '../testing/reporter.features.js';

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

  it('are known by the positions of their events, and by their ids too where an event has several', async () => {
    const all = Object.values(entities).map((entity) => {
      const [date] = Object.keys(entity.times);
      return compiled(`definition: each\ntitle: T\nentity: ${entity.name}\ndate: ${date}\nmeasure: count\n`);
    });
    const seen = new Map<string, number>();
    for (const history of [1, 2, 3, 4, 5, 6, 7, 8].map(sampleHistory)) {
      const reporter = await Reporter.over(history);
      for (const each of all) {
        const { definition, by, where, scope } = await reporter.context(each, { from: '2026-02-01', to: '2026-05-31', by: [] });
        const { name, hasManyPerEvent } = definition.entity;
        const key = hasManyPerEvent ? '(position, id)' : 'position';
        const { queries } = membersSql(definition, by, where, scope);
        const [found] = await reporter.store.rows(
          `${withQueries(queries)} select count(*) as rows, count(distinct ${key}) as keys from member`,
        );
        expect([name, found!['keys']]).toEqual([name, found!['rows']]);
        seen.set(name, (seen.get(name) ?? 0) + Number(found!['rows']));
      }
      reporter.close();
    }
    expect(Object.keys(entities).filter((name) => !seen.get(name))).toEqual([]);
  });
});

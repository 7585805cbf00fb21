import { History } from '../testing/history.features.js';
import { compiled, Reporter } from '../testing/reporter.features.js';
import { EntityQuery } from '../compile/entity-query.js';
import { EntityRows } from '../compile/entity-rows.js';
import { withQueries } from '../compile/members-sql.js';
import { sharedQueries } from '../compile/shared-queries.js';
import { entities, hasLeadRecord } from '../entities/entities.js';
import { leadFacts } from '../entities/lead-context.js';
import { sampleHistory } from '../testing/random-history.features.js';
import { FactStore } from '../facts/fact-store.js';
import { ReportEngine } from '../facts/report-engine.js';
import { countMembers } from './members.js';
import { readGroups } from './read-groups.js';

const march = { from: '2026-03-01', to: '2026-03-31' };
const size = (more: string): ReturnType<typeof compiled> =>
  compiled(`definition: size\ntitle: Size\nentity: lead\ndate: captured\n${more}`);

describe('what is unknown is not 0', () => {
  let reporter: Reporter;
  beforeAll(async () => {
    const history = new History();
    const lead = (id: string, day: string, attributes: Record<string, number>): void =>
      void history.inquiry(id, { first: true, attributes }, { knownAt: `2026-${day}T10:00:00Z` });
    // The size is asked for from 10 March on, and once it was left out.
    lead('a', '02-20', {});
    lead('b', '03-02', {});
    lead('c', '03-10', { size: 5 });
    lead('d', '03-11', {});
    lead('e', '03-12', { size: 1 });
    history.add('lead-e', { type: 'lead.won', data: { value: null, reason: null } }, { knownAt: '2026-03-14T10:00:00Z' });
    reporter = await Reporter.over(history);
  });
  afterAll(() => reporter.close());

  it('R0.18 an answer says of how many rows a term is unknown, and from when on the fact is there', async () => {
    const { total, unknown } = await reporter.run(size('measure: count\nterms: { large: attributes.size > 3 }\n'), march);
    expect([total, unknown]).toEqual([1, [{ clause: 'term large', rows: 2, of: 4, knownFrom: '2026-03-10' }]]);
  });

  it('R0.18 likewise of each measure, of the rows that it is about', async () => {
    const measures = size(`measures:
  sum: { sum: life, unit: days, where: outcome == "won" }
  large: { ratio: { of: attributes.size > 3 } }
  country: { different: country }
terms: { known_channel: channel != null }
`);
    expect((await reporter.run(measures, march)).unknown).toEqual([
      { clause: 'measure large', rows: 2, of: 4, knownFrom: '2026-03-10' },
      { clause: 'measure country', rows: 4, of: 4, knownFrom: null },
    ]);
    expect((await reporter.run(size('measure: count\n'), march)).unknown).toEqual([]);
  });

  it('R0.18 and of the condition that chooses the rows of a measure: what it leaves out for want of a fact is said', async () => {
    const measures = size(`measures:
  inquiries: { mean: inquiries, where: attributes.size > 3 }
  won: { ratio: { of: outcome == "won", to: attributes.size > 0 } }
`);
    const { rows, unknown } = await reporter.run(measures, march);
    expect(rows).toMatchObject([{ value: 1, count: 1, measures: { won: { exact: { numerator: '1', denominator: '2' } } } }]);
    expect(unknown).toEqual([
      { clause: 'measure inquiries (where)', rows: 2, of: 4, knownFrom: '2026-03-10' },
      { clause: 'measure won (to)', rows: 2, of: 4, knownFrom: '2026-03-10' },
    ]);
  });

  it('R0.18 and of the filter of a question, of the rows that meet every term', async () => {
    const of = (where: string, more = '') => reporter.run(size(`measure: count\n${more}`), { ...march, where });
    const nobody = await of('attributes.budget > 1');
    expect([nobody.total, nobody.unknown]).toEqual([0, [{ clause: 'filter attributes.budget > 1', rows: 4, of: 4, knownFrom: null }]]);
    const large = await of('attributes.size > 3', 'terms: { of_won: outcome == "won" || attributes.size == null }\n');
    expect([large.total, large.unknown]).toEqual([0, [{ clause: 'filter attributes.size > 3', rows: 2, of: 3, knownFrom: '2026-03-10' }]]);
    expect((await of('attributes.size == null')).unknown).toEqual([]);
  });

  it('R0.18 a number that does not fit into 64 bits is unknown, and no defect', async () => {
    const { rows, unknown } = await reporter.run(size('measure: { sum: inquiries * 9223372036854775807 * int(attributes.size) }\n'), march);
    expect(rows).toMatchObject([{ value: 9_223_372_036_854_775_807, count: 1 }]);
    expect(unknown).toMatchObject([{ clause: 'measure sum', rows: 3, of: 4 }]);
    const term = await reporter.run(size('measure: count\nterms: { all: inquiries * 9223372036854775807 * 2 > 1 }\n'), march);
    expect([term.total, term.unknown]).toMatchObject([0, [{ clause: 'term all', rows: 4, of: 4 }]]);
  });

  it('R0.18 a fact that is declared to be known has a value in every row of any history', async () => {
    let rows = 0;
    for (const seed of [3, 11, 12]) {
      const over = await Reporter.over(sampleHistory(seed));
      const { scope } = await over.context(size('measure: count\n'), { from: '2026-01-01', to: '2026-03-31' });
      for (const entity of Object.values(entities)) {
        const query = new EntityQuery(new EntityRows(entity, scope), scope);
        const own = Object.keys(entity.facts).map((name) => [name]);
        const paths = [...own, ...(hasLeadRecord(entity) ? Object.keys(leadFacts).map((name) => ['lead', name]) : [])].filter((path) =>
          query.isKnown(path),
        );
        const lacking = paths.map((path, index) => `count(*) - count(${query.fact(path)}) as f${index}`);
        const from = query.from();
        const select = `select ${['count(*) as found', ...lacking].join(', ')} from ${from}`;
        const [found] = await over.store.rows(`${withQueries(sharedQueries(new Set(query.shared), scope))}\n${select}`);
        rows += Number(found!['found']);
        expect(paths.filter((_, index) => Number(found![`f${index}`]) > 0).map((path) => `${entity.name}: ${path.join('.')}`)).toEqual([]);
      }
      over.close();
    }
    expect(rows).toBeGreaterThan(100);
  });

  it('more rows than anybody reads are refused, with what to do', async () => {
    const context = await reporter.context(size('measure: count\n'), { ...march, by: ['lead_id'] });
    // Four leads and the total.
    const members = await countMembers(reporter.store, context);
    const upTo = (most: number) => readGroups(members, most);
    expect(upTo(5).rows).toHaveLength(4);
    expect(() => upTo(4)).toThrow('Leave a dimension out');
  });

  it('a question that does not fit into memory is refused, with what to do', async () => {
    const small = { folder: reporter.folder, threads: 1, memoryLimit: '20MB' };
    const engine = await ReportEngine.open(small);
    const large = 'select list(i order by hash(i)) as values from range(5000000) as numbers(i)';
    const refused = { code: 'REPORT.TOO_LARGE', status: 422 };
    await expect(engine.rows(large)).rejects.toMatchObject(refused);
    await expect(engine.rows('select nothing')).rejects.not.toHaveProperty('code');
    engine.close();
    const store = await FactStore.open({ ...small, source: reporter.history.source() });
    const firstOf = async () => {
      for await (const page of store.stream(large)) return page;
      return [];
    };
    await expect(firstOf()).rejects.toMatchObject(refused);
    store.close();
  });
});

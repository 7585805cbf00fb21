import { dialect } from '../dialect/dialect.js';
import { type Conversion } from '../definitions/conversion.js';
import { type CreditRule, type Related } from '../definitions/definition.js';
import { type RecordFields } from '../dialect/report-dialect.js';
import { rowKey, type TimeFact } from '../entities/entity.js';
import { EntityQuery } from './entity-query.js';
import { EntityRows } from './entity-rows.js';
import { type Scope } from './scope.js';
import { type SharedQuery } from './shared-queries.js';
import { countedDaySql, durationSql, notBeforeSql } from './time-sql.js';

export interface RelatedSql {
  /** Query with one row per row that has at least one: its key, found, count, delay and the picked facts. */
  readonly text: string;
  readonly shared: readonly SharedQuery[];
}

/** The row that relations belong to. */
interface Parent {
  readonly rows: EntityRows;
  readonly date: TimeFact;
  readonly credit: CreditRule | null;
  readonly convert: Conversion | null;
}

/** What a definition reads of the picked row: its facts, and its times as moments of durations. */
export interface UsedOfRelated {
  readonly facts: Set<string>;
  readonly times: Set<string>;
}

/** Where every time is an instant the engine need not look for dates. */
const timeOf = (alias: string, isInstant: boolean): TimeFact => ({
  at: `${alias}.begins`,
  day: isInstant ? 'cast(null as date)' : `${alias}.day`,
  precision: isInstant ? `'instant'` : `${alias}.prec`,
  describe: '',
});
/** Of a fact of the entity itself, whose names are identifiers. */
const columnName = (fact: string): string => `f_${fact}`;
const timeColumns = (time: string): [at: string, day: string, precision: string] => [`m_${time}_at`, `m_${time}_day`, `m_${time}_prec`];

/** Columns of what a condition reads: by number, since names of attributes differ in more than a column's name may (`plan-size`, `plan_size`, `Plan_size`). */
class NumberedColumns {
  private readonly byPath = new Map<string, readonly [column: string, path: readonly string[]]>();

  constructor(paths: readonly (readonly string[])[]) {
    for (const path of paths)
      if (!this.byPath.has(JSON.stringify(path))) this.byPath.set(JSON.stringify(path), [`a${this.byPath.size}`, path]);
  }

  get all(): readonly (readonly [column: string, path: readonly string[]])[] {
    return [...this.byPath.values()];
  }

  of(path: readonly string[]): string {
    return this.byPath.get(JSON.stringify(path))![0];
  }
}

/** Selects the time, further times and the facts asked for from one entity. */
function subquery(
  query: EntityQuery,
  date: TimeFact,
  columns: readonly (readonly [column: string, path: readonly string[]])[],
  times: readonly string[] = [],
): { text: string; shared: readonly SharedQuery[] } {
  const { at, day, precision } = query.time(date);
  const facts = columns.map(([column, path]) => `, ${query.fact(path)} as ${column}`);
  const moments = times.map((name) => {
    const time = query.time(query.entity.times[name]!);
    const [atColumn, dayColumn, precisionColumn] = timeColumns(name);
    return `, ${time.at} as ${atColumn}, ${time.day} as ${dayColumn}, ${time.precision} as ${precisionColumn}`;
  });
  const selected = [...facts, ...moments].join('');
  const text = `select r.id, r.lead, r.event, r.position, ${at} as begins, ${day} as day, ${precision} as prec${selected} from ${query.from()}`;
  return { text, shared: query.shared };
}

/** The rows of another entity on the same lead that satisfy the rule: how many, and of the picked one when it was and what it says. */
export function relatedSql(related: Related, parent: Parent, scope: Scope, used: UsedOfRelated): RelatedSql {
  const references = related.where?.references ?? [];
  const own = new NumberedColumns(references.filter(([head]) => head !== 'this'));
  const outer = new NumberedColumns(references.filter(([head]) => head === 'this').map((path) => path.slice(1)));
  const picked = [...used.facts].filter((name) => !['found', 'count', 'delay', 'event'].includes(name));
  const pickedColumns = picked.map((name) => [columnName(name), [name]] as const);
  const times = [...used.times];
  const child = subquery(
    new EntityQuery(new EntityRows(related.entity, scope), scope),
    related.entity.times[related.date]!,
    [...own.all, ...pickedColumns],
    times,
  );
  const base = subquery(new EntityQuery(parent.rows, scope, parent.credit, parent.convert), parent.date, outer.all);
  const { entity } = parent.rows;
  const areInstants = scope.profile.dateOnly + scope.profile.unknownTimes === 0 && !entity.madeForPeriod && entity.spread === undefined;
  const [there, here] = [timeOf('c', areInstants), timeOf('p', areInstants)];
  const delay = durationSql(here, there, scope.transitions);
  const conditions = ['c.lead = p.lead'];
  if (related.entity === entity) conditions.push('c.id <> p.id');
  if (related.when === 'ever') conditions.push('c.begins is not null');
  else {
    const [later, earlier] = related.when === 'after' ? [there, here] : [here, there];
    conditions.push(notBeforeSql(later, earlier, scope.transitions));
    if (related.withinMs !== null) conditions.push(`${durationSql(earlier, later, scope.transitions)} <= ${related.withinMs}`);
  }
  if (related.where)
    conditions.push(
      related.where.toSql((path) => (path[0] === 'this' ? `p.${outer.of(path.slice(1))}` : `c.${own.of(path)}`), {
        day: countedDaySql(there, scope.transitions),
      }),
    );
  const key = rowKey(entity);
  const from = `from (${base.text}) p join (${child.text}) c on ${conditions.join(' and ')} group by p.${key}`;
  const columns = [...picked.map(columnName), ...times.flatMap(timeColumns)];
  const fields: RecordFields = [
    ...(used.facts.has('event') ? [['event', 'c.event'] as const] : []),
    ...(used.facts.has('delay') ? [['delay', delay] as const] : []),
    ...columns.map((column) => [column, `c.${column}`] as const),
  ];
  const choice = fields.length > 0 ? `, ${pickSql(related.pick, dialect.record(fields))} as picked` : '';
  const text = `select p.${key}, count(*) as found_count${choice} ${from}`;
  return { text, shared: [...child.shared, ...base.shared] };
}

function pickSql(pick: Related['pick'], row: string): string {
  const order = dialect.orderOf('c.begins', 'c.position');
  if (pick === 'last') return dialect.ofGreatest(row, order);
  return pick === 'first' || pick === 1
    ? dialect.ofLeast(row, order)
    : dialect.nth(dialect.list(`${row} order by c.begins, c.position`), String(pick));
}

/** SQL of `<related>.<name>` over the join of the query above under `alias`. */
export function relatedFactSql(alias: string, { pick }: Related, name: string): string {
  if (name === 'found')
    return typeof pick === 'number' ? `(coalesce(${alias}.found_count, 0) >= ${pick})` : `(${alias}.found_count is not null)`;
  if (name === 'count') return `coalesce(${alias}.found_count, 0)`;
  if (name === 'delay' || name === 'event') return `${alias}.picked.${name}`;
  return `${alias}.picked.${columnName(name)}`;
}

/** A time of the picked row, unknown where there is none. */
export function relatedTime(alias: string, time: string): TimeFact {
  const [at, day, precision] = timeColumns(time).map((column) => `${alias}.picked.${column}`) as [string, string, string];
  return { at, day, precision: `coalesce(${precision}, 'unknown')`, describe: '' };
}

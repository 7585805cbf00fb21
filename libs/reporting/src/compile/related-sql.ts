import { type Related } from '../definitions/definition.js';
import { type Entity, type TimeFact } from '../entities/entity.js';
import { EntityQuery } from './entity-query.js';
import { type Scope } from './scope.js';
import { type SharedQuery } from './shared-queries.js';
import { countedDaySql, durationSql, notBeforeSql } from './time-sql.js';

export interface RelatedSql {
  /** Query with one row per row that has at least one: id, found, count, delay and the picked facts. */
  readonly text: string;
  readonly shared: readonly SharedQuery[];
}

const timeOf = (alias: string): TimeFact => ({ at: `${alias}.begins`, day: `${alias}.day`, precision: `${alias}.prec`, describe: '' });
const columnName = (path: readonly string[]): string => `f_${path.join('__').replaceAll(/[^A-Za-z0-9_]/g, '_')}`;

/** Selects the time and the facts asked for from one entity. */
function subquery(
  entity: Entity,
  date: TimeFact,
  scope: Scope,
  paths: readonly (readonly string[])[],
): { text: string; shared: readonly SharedQuery[] } {
  const query = new EntityQuery(entity, scope);
  const { at, day, precision } = query.time(date);
  const facts = paths.map((path) => `, ${query.fact(path)} as ${columnName(path)}`).join('');
  const text = `select r.id, r.lead, r.event, r.revision, ${at} as begins, ${day} as day, ${precision} as prec${facts} from ${query.from()}`;
  return { text, shared: query.shared };
}

/**
 * The rows of another entity on the same lead that satisfy the rule: how many, and of the first (or last) one when it was and what it says.
 * `used` are the facts of the picked row that the definition reads.
 */
export function relatedSql(related: Related, parent: Entity, parentDate: TimeFact, scope: Scope, used: readonly string[]): RelatedSql {
  const references = related.where?.references ?? [];
  const own = references.filter(([head]) => head !== 'this');
  const outer = references.filter(([head]) => head === 'this').map((path) => path.slice(1));
  const picked = used.filter((name) => !['found', 'count', 'delay', 'event'].includes(name)).map((name) => [name]);
  const childDate = Object.values(related.entity.times)[0]!;
  const distinctPaths = [...new Map([...own, ...picked].map((path) => [columnName(path), path])).values()];
  const child = subquery(related.entity, childDate, scope, distinctPaths);
  const base = subquery(parent, parentDate, scope, [...new Map(outer.map((path) => [columnName(path), path])).values()]);
  const [later, earlier] = [timeOf('c'), timeOf('p')];
  const delay = durationSql(earlier, later, scope.transitions);
  const conditions = [`c.lead = p.lead`, notBeforeSql(later, earlier, scope.transitions)];
  if (related.withinMs !== null) conditions.push(`${delay} <= ${related.withinMs}`);
  if (related.where)
    conditions.push(
      related.where.toSql((path) => (path[0] === 'this' ? `p.${columnName(path.slice(1))}` : `c.${columnName(path)}`), {
        day: countedDaySql(later, scope.transitions),
      }),
    );
  const from = `from (${base.text}) p join (${child.text}) c on ${conditions.join(' and ')} group by p.id`;
  const fields = [`event := c.event`, `delay := ${delay}`, ...picked.map((path) => `${columnName(path)} := c.${columnName(path)}`)];
  const pick = related.pick === 'first' ? 'arg_min' : 'arg_max';
  const isPicked = used.some((name) => name !== 'found' && name !== 'count');
  const choice = isPicked ? `, ${pick}(struct_pack(${fields.join(', ')}), struct_pack(s := c.begins, r := c.revision)) as picked` : '';
  const text = `select p.id, count(*) as found_count${choice} ${from}`;
  return { text, shared: [...child.shared, ...base.shared] };
}

/** SQL of `<related>.<name>` over the join of the query above under `alias`. */
export function relatedFactSql(alias: string, name: string): string {
  if (name === 'found') return `(${alias}.id is not null)`;
  if (name === 'count') return `coalesce(${alias}.found_count, 0)`;
  if (name === 'delay' || name === 'event') return `${alias}.picked.${name}`;
  return `${alias}.picked.${columnName([name])}`;
}

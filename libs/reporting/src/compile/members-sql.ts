import { type ColumnOf, type CompiledExpression, vocabularyTables } from '#libs/expressions';
import { dialect } from '../dialect/dialect.js';
import { type Buckets, type Definition } from '../definitions/definition.js';
import { isPerCurrency } from '../definitions/measure-unit.js';
import { type TimeFact } from '../entities/entity.js';
import { type ReportDimension } from './dimension.js';
import { measureColumns } from './measure-columns.js';
import { RowSource } from './row-source.js';
import { type Scope } from './scope.js';
import { recursive } from './shared-queries.js';
import { countedDaySql, datePartSql, localDaySql, periodSql } from './time-sql.js';
import { distinctSql, materialised } from './distinct-sql.js';

/** A query of a `with`. */
export type NamedQuery = readonly [name: string, body: string];

export interface MembersQuery {
  /** Queries by name, each after what it reads; the last is `member`. */
  readonly queries: readonly NamedQuery[];
  /** Columns of `member` that carry dimensions, in the order asked for. */
  readonly dimensions: readonly string[];
  /** Columns of `member` with the ids of the events behind a row, the deciding one first; none with `figures`. One may stand twice, or be null. */
  readonly events: readonly string[];
  /** True where the rows are split by a currency that nobody asked for. */
  readonly currency: boolean;
  /** The column of the currency, where a measure is money. */
  readonly currencyColumn: string | null;
}

/** What a caller may add to each row beside the columns of the definition. */
export interface RowSql {
  readonly columnOf: ColumnOf;
  readonly sqlOf: (expression: CompiledExpression) => string;
  /** The date basis, and the day each row counts on. */
  readonly basis: TimeFact;
  readonly countedDay: string;
}

/**
 * `figures`: what is needed to compute; `events`: with the ids of the events behind each row; `explain`: with a column a clause, nothing dropped;
 * `compare`: the same, with the rows of the entity in a query of their own, and without the event that a row itself is. Of `compare` rows that no two
 * sides can count may be missing: those outside a `period` that both have.
 */
export type MembersMode = 'figures' | 'events' | 'explain' | { readonly compare: 'all' | 'period' };

/**
 * The rows that a definition counts in a period, as one query: entity rows with their joins, the terms, the distinct rule over all history, then period and filter.
 * With `explain` nothing is dropped: each clause becomes a column that says whether the row passes it.
 */
export function membersSql(
  definition: Definition,
  by: readonly ReportDimension[],
  where: CompiledExpression | null,
  scope: Scope,
  mode: MembersMode = 'figures',
  also: (row: RowSql) => readonly string[] = () => [],
): MembersQuery {
  const compare = typeof mode === 'object';
  const keepsAll = mode === 'explain' || compare;
  // A distinct rule looks at all history; without one, rows outside the period are of no account.
  const isOfPeriod = definition.distinct === null && (compare ? mode.compare === 'period' : !keepsAll);
  const rows = new RowSource(definition, scope, { of: isOfPeriod ? 'period' : 'all', standAlone: compare });
  const { basis, columnOf } = rows;
  const queries: NamedQuery[] = [];

  // Where every time is an instant, the local day is all there is to a date.
  const { dateOnly, unknownTimes } = scope.profile;
  const byDay = definition.entity.spread !== undefined;
  const countedDay =
    dateOnly + unknownTimes === 0 && !byDay ? localDaySql(basis.at, scope.transitions) : countedDaySql(basis, scope.transitions);
  const sqlOf = (expression: CompiledExpression): string => expression.toSql(columnOf, { day: countedDay });
  const scalar = (expression: CompiledExpression): string =>
    expression.type === 'dyn' ? dialect.jsonScalar(sqlOf(expression)) : sqlOf(expression);

  const columns = ['r.id', 'r.lead', 'r.event', 'r.position', `${basis.at} as begins`, `${basis.day} as day`];
  if (definition.distinct) columns.push(`${countedDay} as counted_day`);
  definition.distinct?.per.forEach((path, index) => columns.push(`${columnOf(path)} as k${index}`));
  by.forEach((dimension, index) =>
    columns.push(
      `${dimension.calendar ? datePartSql[dimension.name]!(countedDay) : bucketSql(scalar(dimension.expression), dimension.buckets)} as d${index}`,
    ),
  );
  const asked = by.findIndex((dimension) => dimension.name === 'currency');
  const money = definition.measures.some(({ measure }) => isPerCurrency(measure));
  const currency = money && asked < 0;
  if (currency) columns.push(`${columnOf(['currency'])} as d${by.length}`);
  const measured = { sqlOf, lacking: () => rows.lacking };
  for (const [index, { measure }] of definition.measures.entries())
    columns.push(...measureColumns(measure, index, definition).map(({ column, sql }) => `${sql(measured)} as ${column}`));
  columns.push(`${where ? `coalesce(${sqlOf(where)}, false)` : 'true'} as wanted`);
  const terms = definition.terms.map((term) => sqlOf(term.expression));
  if (keepsAll) columns.push(...terms.map((term, index) => `coalesce(${term}, false) as t${index}`));

  const own = mode === 'figures' || compare ? [] : ['r.event'];
  const behind = [...own, ...(mode === 'figures' ? [] : definition.related.map((related) => columnOf([related.name, 'event'])))];
  const events = behind.map((_, index) => `ev${index}`);
  columns.push(...behind.map((event, index) => `${event} as ${events[index]}`));
  columns.push(...also({ columnOf, sqlOf, basis, countedDay }));
  const from = rows.from();
  queries.push(...scope.vocabularies.flatMap((vocabulary) => vocabularyTables(vocabulary, dialect)), ...from.queries);
  const filter = keepsAll || terms.length === 0 ? '' : `\n  where ${terms.join(' and ')}`;
  queries.push(['base', `select ${columns.join(', ')}\n  from ${from.text}${filter}`]);
  const passes = definition.terms.map((_, index) => `t${index}`);
  if (keepsAll) queries.push(['passing', passes.length === 0 ? 'from base' : `from base where ${passes.join(' and ')}`]);
  const inPeriod = periodSql(scope, definition.entity, { begins: 'base.begins', day: 'base.day' });
  if (definition.distinct) queries.push(...distinctSql(definition.distinct, keepsAll ? 'passing' : 'base'));
  if (keepsAll) {
    const counted = definition.distinct ? 'left join chosen on chosen.id = base.id' : '';
    const allTerms = passes.length === 0 ? 'true' : passes.map((term) => `base.${term}`).join(' and ');
    const isCounted = definition.distinct ? `coalesce(chosen.counts, false)` : 'true';
    const suppressor = definition.distinct ? 'chosen.by_event' : 'cast(null as varchar)';
    queries.push([
      'member',
      `select base.*, ${allTerms} as all_terms, ${isCounted} as counts, ${suppressor} as by_event, coalesce(${inPeriod}, false) as in_period from base ${counted}`,
    ]);
  } else {
    const source = definition.distinct ? 'chosen base where base.counts and' : 'base where';
    queries.push(['member', `select base.* from ${source} ${inPeriod}${where ? ' and wanted' : ''}`]);
  }
  const currencyColumn = !money ? null : `d${currency ? by.length : asked}`;
  const dimensions = by.map((_, index) => `d${index}`);
  return { queries, dimensions: currency ? [...dimensions, `d${by.length}`] : dimensions, events, currency, currencyColumn };
}

/** `with …`: what is read again and again is kept, all else is looked through. */
export function withQueries(queries: readonly NamedQuery[], isKept = (name: string): boolean => materialised.has(name)): string {
  const readsItself = (name: string): boolean => name === 'reached' || recursive.has(name);
  const written = ([name, body]: NamedQuery): string =>
    readsItself(name) ? `${name} as (${body})` : dialect.query(name, body, isKept(name));
  const isRecursive = queries.some(([name]) => readsItself(name));
  return `with ${isRecursive ? 'recursive ' : ''}${queries.map(written).join(',\n')}`;
}

/** The label of the range that a value lies in; unknown stays unknown. */
function bucketSql(value: string, buckets: Buckets | null): string {
  if (!buckets) return value;
  const text = (at: number): string => dialect.text(buckets.labels[at]!);
  const branches = buckets.bounds.map((bound, at) => `when ${value} < ${bound} then ${text(at)}`);
  return `(case ${branches.join(' ')} when ${value} is not null then ${text(buckets.bounds.length)} end)`;
}

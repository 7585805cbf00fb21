import { type DuckDBConnection } from '@duckdb/node-api';
import { measureColumns } from '../compile/measure-columns.js';
import { type MembersQuery, membersSql } from '../compile/members-sql.js';
import { type Definition } from '../definitions/definition.js';
import { type FactStore } from '../facts/fact-store.js';
import { type LogSource } from '../facts/log-source.port.js';
import { pagesOf, rowsOf, type SqlRow } from '../facts/report-engine.js';
import { membersOf, readings } from '../run/members.js';
import { type ReportContext } from '../run/report-context.js';
import { type Report, reportOf } from '../run/run-report.js';
import { eventsBehind } from '../run/stream-members.js';
import { type DiffSide, differences, type ListedEntry, type ReportComparison, type ReportDiff, wholeLists } from './report-diff.js';

/** All rows of one of the two, counted or not, in a temporary table. */
interface Side {
  readonly context: ReportContext;
  readonly query: MembersQuery;
  readonly table: 'before_rows' | 'after_rows';
  /** Columns of values, in the order of `valueNames`. */
  readonly columns: readonly string[];
  readonly names: readonly string[];
}

/** What leaves, enters and changes between two reports, whole: for what is known to be few. */
export const diffReports = (store: FactStore, before: ReportContext, after: ReportContext): Promise<ReportDiff> =>
  store.withConnection(async (connection) => wholeLists(entriesOf(connection, await stageBoth(connection, before, after))));

/**
 * Two reports (two versions of a definition, or one version at two positions), computed from the rows that are compared, and what leaves, enters and
 * changes between them. Everything is compared in the engine; only rows that differ leave it, as fast as `read` takes them, and none after its end.
 */
export const compareReports = <T>(
  store: FactStore,
  source: LogSource,
  [before, after]: readonly [ReportContext, ReportContext],
  read: (comparison: ReportComparison) => Promise<T>,
): Promise<T> =>
  store.withConnection(async (connection) => {
    const sides = await stageBoth(connection, before, after);
    const [first, second] = sides;
    const report = async ({ table, context, query }: Side): Promise<Report> => {
      const read = await rowsOf(connection, readings(context, query, `(select * from ${table} where member) member`));
      return reportOf(store, source, membersOf(context, query, read));
    };
    return read({ before: await report(first), after: await report(second), entries: entriesOf(connection, sides) });
  });

const stageBoth = async (connection: DuckDBConnection, before: ReportContext, after: ReportContext): Promise<readonly [Side, Side]> => [
  await stage(connection, before, 'before_rows'),
  await stage(connection, after, 'after_rows'),
];

async function* entriesOf(connection: DuckDBConnection, sides: readonly [Side, Side]): AsyncGenerator<ListedEntry> {
  const differs = contributions(sides).map(([a, b]) => `${a} is distinct from ${b}`);
  const condition = `(coalesce(b.member, false) <> coalesce(a.member, false))${differs.length === 0 ? '' : ` or (b.member and a.member and (${differs.join(' or ')}))`}`;
  const select = [...columnsOf('b', sides[0]), ...columnsOf('a', sides[1]), ...eventsOf(sides)].join(', ');
  const list = 'case when not coalesce(a.member, false) then 0 when not coalesce(b.member, false) then 1 else 2 end';
  const sql = `select ${list} as list, coalesce(b.id, a.id) as id, coalesce(b.lead, a.lead) as lead, ${select} from before_rows b full join after_rows a on a.id = b.id where ${condition} order by list, coalesce(b.position, a.position), id`;
  for await (const rows of pagesOf(connection, sql)) for (const row of rows) yield entryOf(row, sides);
}

async function stage(connection: DuckDBConnection, context: ReportContext, table: Side['table']): Promise<Side> {
  const { definition, by, where, scope } = context;
  const query = membersSql(definition, by, where, scope, 'explain');
  const measured = definition.measures.flatMap(({ name, measure }, index) =>
    measureColumns(measure, index, definition).map(({ column, part }): [string, string] => [
      column,
      part === 'value' ? name : `${name}.${part}`,
    ]),
  );
  const dimensions = [...by.map((dimension) => dimension.name), ...(query.currency ? ['currency'] : [])].map(
    (name, index): [string, string] => [`d${index}`, name],
  );
  const pairs = [...dimensions, ...measured];
  const flags = definition.terms.map((_, index) => `t${index}`);
  const kept = [
    'id',
    'lead',
    'position',
    ...query.events,
    'by_event',
    'all_terms',
    'counts',
    'in_period',
    'wanted',
    ...flags,
    ...pairs.map(([column]) => column),
  ];
  await connection.run(
    `create temp table ${table} as ${query.text}\nselect ${kept.join(', ')}, all_terms and counts and in_period and wanted as member from member`,
  );
  return { context, query, table, columns: pairs.map(([column]) => column), names: pairs.map(([, name]) => name) };
}

/** Values of the same name on both sides. */
const contributions = ([before, after]: readonly [Side, Side]): [string, string, string][] =>
  before.names.flatMap((name, index): [string, string, string][] => {
    const other = after.names.indexOf(name);
    return other < 0 ? [] : [[`b.${before.columns[index]}`, `a.${after.columns[other]}`, name]];
  });

/** The events behind a row on both sides; of two that are the same, one. The last is that of the row which one here repeats. */
const eventsOf = ([{ query: before }, { query: after }]: readonly [Side, Side]): string[] => [
  ...before.events.map((column) => `b.${column} as b_${column}`),
  ...after.events.map(
    (column) => (before.events.includes(column) ? `nullif(a.${column}, b.${column})` : `a.${column}`) + ` as a_${column}`,
  ),
  'case when b.member and not coalesce(a.member, false) then a.by_event when not coalesce(b.member, false) then b.by_event end as repeats',
];

const columnsOf = (alias: 'a' | 'b', { context, columns }: Side): string[] => [
  ...['all_terms', 'counts', 'in_period', 'wanted', 'member', ...context.definition.terms.map((_, index) => `t${index}`)].map(
    (column) => `${alias}.${column} as ${alias}_${column}`,
  ),
  ...columns.map((column) => `cast(${alias}.${column} as varchar) as ${alias}_${column}`),
];

function entryOf(row: SqlRow, sides: readonly [Side, Side]): ListedEntry {
  const list = differences[row['list'] as number]!;
  const [first, second] = sides;
  const failed = (): string[] => (list === 'leave' ? failing(row, 'a', second.context) : failing(row, 'b', first.context));
  return {
    list,
    entity: sides[list === 'enter' ? 1 : 0].context.definition.entity.name,
    id: row['id'] as string,
    lead: row['lead'] as string | null,
    clauses: list === 'change' ? changed(row, sides) : failed(),
    events: eventsBehind(row, [
      ...first.query.events.map((column) => `b_${column}`),
      ...second.query.events.map((column) => `a_${column}`),
      'repeats',
    ]),
    before: sideOf(row, 'b', first),
    after: sideOf(row, 'a', second),
  };
}

/** The clauses under which a row does not count. */
function failing(row: SqlRow, alias: 'a' | 'b', { definition, where, scope }: ReportContext): string[] {
  if (row[`${alias}_member`] == null) return [`entity ${definition.entity.name}`];
  const terms = definition.terms.filter((_, index) => row[`${alias}_t${index}`] === false).map((term) => term.name);
  if (terms.length > 0) return terms;
  const clauses: string[] = [];
  if (row[`${alias}_counts`] === false && definition.distinct) clauses.push(definition.distinct.name);
  if (row[`${alias}_in_period`] === false) clauses.push(`${definition.date} from ${scope.period.from} to ${scope.period.to}`);
  if (row[`${alias}_wanted`] === false) clauses.push(`filter ${where?.source ?? ''}`.trim());
  return clauses;
}

const changed = (row: SqlRow, sides: readonly [Side, Side]): string[] =>
  contributions(sides).flatMap(([b, a, name]) =>
    row[b.replace('.', '_')] === row[a.replace('.', '_')] ? [] : [clauseName(sides[1].context.definition, name)],
  );

const clauseName = (definition: Definition, name: string): string =>
  definition.measures.some(({ name: measure }) => name === measure || name.startsWith(`${measure}.`))
    ? `measure ${name}`
    : `dimension ${name}`;

function sideOf(row: SqlRow, alias: 'a' | 'b', { columns, names }: Side): DiffSide {
  const counted = row[`${alias}_member`] === true;
  if (!counted) return { counted };
  return {
    counted,
    ...Object.fromEntries(columns.map((column, index) => [names[index]!, (row[`${alias}_${column}`] as string | null) ?? null])),
  };
}

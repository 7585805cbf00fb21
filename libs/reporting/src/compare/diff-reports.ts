import { type DuckDBConnection } from '@duckdb/node-api';
import { measureColumns } from '../compile/measure-columns.js';
import { type MembersQuery, membersSql } from '../compile/members-sql.js';
import { type Definition } from '../definitions/definition.js';
import { type FactStore } from '../facts/fact-store.js';
import { type LogSource } from '../facts/log-source.port.js';
import { rowsOf, type SqlRow } from '../facts/report-engine.js';
import { membersIn } from '../run/members.js';
import { type ReportContext } from '../run/report-context.js';
import { type RowValue } from '../run/report-request.js';
import { type Report, reportOf } from '../run/run-report.js';
import { eventsBehind } from '../run/stream-members.js';

/** What a row is under one of the two: counted or not, and what it adds. */
export interface DiffSide {
  readonly counted: boolean;
  readonly [dimensionOrValue: string]: RowValue;
}

export interface DiffEntry {
  readonly entity: string;
  readonly id: string;
  /** Null of what belongs to no lead. */
  readonly lead: string | null;
  /** Names of the clauses that decided: terms, the distinct rule, the date basis, the filter, the entity; of what differs where both count. */
  readonly clauses: readonly string[];
  readonly events: readonly string[];
  readonly before: DiffSide;
  readonly after: DiffSide;
}

export interface ReportDiff {
  readonly leave: readonly DiffEntry[];
  readonly enter: readonly DiffEntry[];
  readonly change: readonly DiffEntry[];
}

/** Two reports and what makes them differ. */
export interface ReportComparison extends ReportDiff {
  readonly before: Report;
  readonly after: Report;
}

/** All rows of one of the two, counted or not, in a temporary table. */
interface Side {
  readonly context: ReportContext;
  readonly query: MembersQuery;
  readonly table: 'before_rows' | 'after_rows';
  /** Columns of values, in the order of `valueNames`. */
  readonly columns: readonly string[];
  readonly names: readonly string[];
}

/**
 * What leaves, enters and changes between two reports: two versions of a definition, or one version at two positions. Everything is compared in the
 * engine; only rows that differ leave it.
 */
export const diffReports = (store: FactStore, before: ReportContext, after: ReportContext): Promise<ReportDiff> =>
  store.withConnection(async (connection) => differences(connection, await stageBoth(connection, before, after)));

/** The same beside the two reports, which are computed from the rows that are compared. */
export const compareReports = (
  store: FactStore,
  source: LogSource,
  before: ReportContext,
  after: ReportContext,
): Promise<ReportComparison> =>
  store.withConnection(async (connection) => {
    const sides = await stageBoth(connection, before, after);
    const [first, second] = sides;
    const report = ({ table, context, query }: Side): Promise<Report> =>
      reportOf(membersIn(`(select * from ${table} where member) member`, context, query, connection), source);
    return { before: await report(first), after: await report(second), ...(await differences(connection, sides)) };
  });

const stageBoth = async (connection: DuckDBConnection, before: ReportContext, after: ReportContext): Promise<readonly [Side, Side]> => [
  await stage(connection, before, 'before_rows'),
  await stage(connection, after, 'after_rows'),
];

async function differences(connection: DuckDBConnection, sides: readonly [Side, Side]): Promise<ReportDiff> {
  const differs = contributions(sides).map(([a, b]) => `${a} is distinct from ${b}`);
  const condition = `(coalesce(b.member, false) <> coalesce(a.member, false))${differs.length === 0 ? '' : ` or (b.member and a.member and (${differs.join(' or ')}))`}`;
  const select = [...columnsOf('b', sides[0]), ...columnsOf('a', sides[1]), ...eventsOf(sides)].join(', ');
  const sql = `select coalesce(b.id, a.id) as id, coalesce(b.lead, a.lead) as lead, ${select} from before_rows b full join after_rows a on a.id = b.id where ${condition} order by coalesce(b.position, a.position), 1`;
  return sort(await rowsOf(connection, sql), sides);
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

function sort(rows: readonly SqlRow[], sides: readonly [Side, Side]): ReportDiff {
  const leave: DiffEntry[] = [];
  const enter: DiffEntry[] = [];
  const change: DiffEntry[] = [];
  const behind = [
    ...sides[0].query.events.map((column) => `b_${column}`),
    ...sides[1].query.events.map((column) => `a_${column}`),
    'repeats',
  ];
  for (const row of rows) {
    const [wasIn, isIn] = [row['b_member'] === true, row['a_member'] === true];
    const clauses = wasIn && isIn ? changed(row, sides) : failing(row, wasIn ? 'a' : 'b', sides[wasIn ? 1 : 0].context);
    const entry: DiffEntry = {
      entity: sides[wasIn ? 0 : 1].context.definition.entity.name,
      id: row['id'] as string,
      lead: row['lead'] as string | null,
      clauses,
      events: eventsBehind(row, behind),
      before: sideOf(row, 'b', sides[0]),
      after: sideOf(row, 'a', sides[1]),
    };
    (wasIn && isIn ? change : wasIn ? leave : enter).push(entry);
  }
  return { leave, enter, change };
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

import { type CompiledExpression } from '#libs/expressions';
import { type DuckDBConnection } from '@duckdb/node-api';
import { measureColumns } from '../compile/measure-columns.js';
import { membersSql } from '../compile/members-sql.js';
import { type Definition } from '../definitions/definition.js';
import { type FactStore } from '../facts/fact-store.js';
import { type SqlRow } from '../facts/report-engine.js';
import { type ReportContext } from '../run/report-context.js';
import { type RowValue } from '../run/report-request.js';

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

interface Side {
  readonly context: ReportContext;
  readonly table: 'before_rows' | 'after_rows';
  /** Columns of values, in the order of `valueNames`. */
  readonly columns: readonly string[];
  readonly names: readonly string[];
}

/**
 * What leaves, enters and changes between two reports: two versions of a definition, or one version at two positions. Everything is compared in the
 * engine; only rows that differ leave it.
 */
export async function diffReports(store: FactStore, before: ReportContext, after: ReportContext): Promise<ReportDiff> {
  return store.withConnection(async (connection) => {
    const sides = [await stage(connection, before, 'before_rows'), await stage(connection, after, 'after_rows')] as const;
    const differs = contributions(sides).map(([a, b]) => `${a} is distinct from ${b}`);
    const condition = `(coalesce(b.member, false) <> coalesce(a.member, false))${differs.length === 0 ? '' : ` or (b.member and a.member and (${differs.join(' or ')}))`}`;
    const select = [...columnsOf('b', sides[0]), ...columnsOf('a', sides[1])].join(', ');
    const sql = `select coalesce(b.id, a.id) as id, coalesce(b.lead, a.lead) as lead, ${select} from before_rows b full join after_rows a on a.id = b.id where ${condition} order by coalesce(b.position, a.position), 1`;
    const rows = (await connection.runAndReadAll(sql)).getRowObjectsJS();
    for (const side of sides) await connection.run(`drop table ${side.table}`);
    return sort(rows, sides);
  });
}

async function stage(connection: DuckDBConnection, context: ReportContext, table: Side['table']): Promise<Side> {
  const { definition, by, where, scope } = context;
  const members = membersSql(definition, by, where, scope, 'explain');
  const measured = definition.measures.flatMap(({ name, measure }, index) =>
    measureColumns(measure, index, definition).map(({ column, part }): [string, string] => [
      column,
      part === 'value' ? name : `${name}.${part}`,
    ]),
  );
  const dimensions = [...by.map((dimension) => dimension.name), ...(members.currency ? ['currency'] : [])].map(
    (name, index): [string, string] => [`d${index}`, name],
  );
  const pairs = [...dimensions, ...measured];
  const flags = definition.terms.map((_, index) => `t${index}`);
  const kept = [
    'id',
    'lead',
    'position',
    'events',
    'by_event',
    'all_terms',
    'counts',
    'in_period',
    'wanted',
    ...flags,
    ...pairs.map(([column]) => column),
  ];
  await connection.run(
    `create temp table ${table} as ${members.text}\nselect ${kept.join(', ')}, all_terms and counts and in_period and wanted as member from member`,
  );
  return { context, table, columns: pairs.map(([column]) => column), names: pairs.map(([, name]) => name) };
}

/** Values of the same name on both sides. */
const contributions = ([before, after]: readonly [Side, Side]): [string, string, string][] =>
  before.names.flatMap((name, index): [string, string, string][] => {
    const other = after.names.indexOf(name);
    return other < 0 ? [] : [[`b.${before.columns[index]}`, `a.${after.columns[other]}`, name]];
  });

const columnsOf = (alias: 'a' | 'b', { context, columns }: Side): string[] => [
  ...[
    'events',
    'by_event',
    'all_terms',
    'counts',
    'in_period',
    'wanted',
    'member',
    ...context.definition.terms.map((_, index) => `t${index}`),
  ].map((column) => `${alias}.${column} as ${alias}_${column}`),
  ...columns.map((column) => `cast(${alias}.${column} as varchar) as ${alias}_${column}`),
];

function sort(rows: readonly SqlRow[], sides: readonly [Side, Side]): ReportDiff {
  const leave: DiffEntry[] = [];
  const enter: DiffEntry[] = [];
  const change: DiffEntry[] = [];
  for (const row of rows) {
    const [wasIn, isIn] = [row['b_member'] === true, row['a_member'] === true];
    const clauses = wasIn && isIn ? changed(row, sides) : failing(row, wasIn ? 'a' : 'b', sides[wasIn ? 1 : 0].context);
    const deciding = wasIn && isIn ? [] : [row[wasIn ? 'a_by_event' : 'b_by_event'] as string | null];
    const events = [...((row['b_events'] as string[] | null) ?? []), ...((row['a_events'] as string[] | null) ?? []), ...deciding];
    const entry: DiffEntry = {
      entity: sides[wasIn ? 0 : 1].context.definition.entity.name,
      id: row['id'] as string,
      lead: row['lead'] as string | null,
      clauses,
      events: [...new Set(events.filter((event) => event != null))] as string[],
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
  if (row[`${alias}_wanted`] === false) clauses.push(`filter ${(where as CompiledExpression | null)?.source ?? ''}`.trim());
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

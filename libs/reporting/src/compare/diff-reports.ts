import { type DuckDBConnection } from '@duckdb/node-api';
import { type Definition } from '../definitions/definition.js';
import { type FactStore } from '../facts/fact-store.js';
import { type LogSource } from '../facts/log-source.port.js';
import { pagesOf, rowsOf, type SqlRow } from '../facts/report-engine.js';
import { membersOf, readings } from '../run/members.js';
import { type ReportContext } from '../run/report-context.js';
import { type Report, reportOf } from '../run/run-report.js';
import { eventsBehind } from '../run/stream-members.js';
import { changedMeasures } from './changed-measures.js';
import { type ComparedRows, compareRows, membersIn, ownRows, type Side } from './compared-rows.js';
import { type DiffSide, differences, type ListedEntry, type ReportComparison, type ReportDiff, wholeLists } from './report-diff.js';

/** What leaves, enters and changes between two reports, whole: for what is known to be few. */
export const diffReports = (store: FactStore, before: ReportContext, after: ReportContext): Promise<ReportDiff> =>
  store.withConnection(async (connection) => wholeLists(entriesOf(connection, await compareRows(connection, before, after))));

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
    const rows = await compareRows(connection, before, after);
    const report = async (side: Side): Promise<Report> => {
      const { context, query } = side;
      return reportOf(store, source, membersOf(context, query, await rowsOf(connection, readings(context, query, [], membersIn(side)))));
    };
    const [first, second] = rows.sides;
    const measures = changedMeasures(before.definition, after.definition);
    const reports = { before: await report(first), after: await report(second), measures };
    return read({ ...reports, entries: await begun(entriesOf(connection, rows)) });
  });

/** What is wrong before the first entry is thrown here, and not while an answer is under way. */
async function begun<T>(entries: AsyncGenerator<T>): Promise<AsyncGenerator<T>> {
  const first = await entries.next();
  return (async function* () {
    if (!first.done) yield first.value;
    yield* entries;
  })();
}

/** Rows that one side counts and the other does not, or that both count with different values; what a row is is looked up for these alone. */
async function* entriesOf(connection: DuckDBConnection, { sides, haveOneEntity, key }: ComparedRows): AsyncGenerator<ListedEntry> {
  const [first, second] = sides;
  const differs = contributions(sides).map(({ differs }) => differs);
  const condition = `(coalesce(b_member, false) <> coalesce(a_member, false))${differs.length === 0 ? '' : ` or (b_member and a_member and (${differs.join(' or ')}))`}`;
  const list = 'case when not coalesce(a_member, false) then 0 when not coalesce(b_member, false) then 1 else 2 end';
  const own = haveOneEntity
    ? `join (${ownRows(first)}) b on b.${key} = coalesce(b_${key}, a_${key})`
    : `left join (${ownRows(first)}) b on b.${key} = b_${key} left join (${ownRows(second)}) a on a.${key} = a_${key}`;
  const either = (column: string): string => (haveOneEntity ? `b.${column}` : `coalesce(b.${column}, a.${column})`);
  const select = [
    `${list} as list`,
    `${either('id')} as id`,
    `${either('lead')} as lead`,
    'b.event as b_event',
    ...(haveOneEntity ? [] : ['a.event as a_event']),
    `case when coalesce(a_member, false) then ${passed(first)} else ${passed(second)} end as passed`,
    `case when not coalesce(a_member, false) then ${repeated(second)} when not coalesce(b_member, false) then ${repeated(first)} end as repeats`,
    ...sides.flatMap(({ prefix, query }) => query.events.map((column) => `${prefix}_${column}`)),
    ...sides.flatMap(({ prefix, values }) => values.map(({ column }) => `cast(${prefix}_${column} as varchar) as ${prefix}_${column}`)),
  ];
  const sql = `select ${select.join(', ')} from compared ${own} where ${condition} order by list, coalesce(b_position, a_position), ${either('id')}`;
  const entryOf = entryReader(sides);
  for await (const rows of pagesOf(connection, sql)) for (const row of rows) yield entryOf(row);
}

/** A digit a clause, 1 where the row passes; null where the side does not have the row. */
const passed = ({ prefix, clauses }: Side): string => {
  const digits = clauses.map(({ column }) => `case when ${prefix}_${column} then '1' else '0' end`);
  return `case when ${prefix}_member is not null then concat(${["''", ...digits].join(', ')}) end`;
};
const repeated = ({ prefix, repeats }: Side): string => (repeats ? `${prefix}_${repeats}` : 'null');

/** What both sides make of a row under the same name, and SQL whether it differs: dimensions of different types as texts. What measures of different types take of a row is not compared. */
function contributions([before, after]: readonly [Side, Side]) {
  return before.values.flatMap(({ column, name, type, isMeasured }) => {
    const other = after.values.find((each) => each.name === name && each.isMeasured === isMeasured);
    if (!other || (isMeasured && other.type !== type)) return [];
    const [b, a] = [`b_${column}`, `a_${other.column}`];
    const spelled = (each: string): string => (other.type === type ? each : `cast(${each} as varchar)`);
    return [{ name, b, a, differs: `${spelled(b)} is distinct from ${spelled(a)}` }];
  });
}

/** How a row of the list is read. */
function entryReader(sides: readonly [Side, Side]): (row: SqlRow) => ListedEntry {
  const [first, second] = sides;
  // The row's own event, those of its relations, on both sides, and that of the row which it repeats.
  const events = [
    'b_event',
    ...first.query.events.map((column) => `b_${column}`),
    'a_event',
    ...second.query.events.map((column) => `a_${column}`),
    'repeats',
  ];
  return (row) => {
    const list = differences[row['list'] as number]!;
    const passes = row['passed'] as string | null;
    return {
      list,
      entity: (list === 'enter' ? second : first).context.definition.entity.name,
      id: row['id'] as string,
      lead: row['lead'] as string | null,
      clauses: list === 'change' ? changed(row, sides) : failing(list === 'leave' ? second : first, passes),
      events: eventsBehind(row, events),
      before: sideOf(row, first, list !== 'enter'),
      after: sideOf(row, second, list !== 'leave'),
    };
  };
}

/** The clauses under which a row does not count: what follows the terms is asked of rows that meet them. */
function failing({ context, clauses }: Side, passes: string | null): string[] {
  if (passes === null) return [`entity ${context.definition.entity.name}`];
  const failed = clauses.filter((_, index) => passes[index] === '0');
  const terms = failed.filter(({ isTerm }) => isTerm);
  return (terms.length > 0 ? terms : failed).map(({ name }) => name);
}

const changed = (row: SqlRow, sides: readonly [Side, Side]): string[] =>
  contributions(sides).flatMap(({ b, a, name }) => (row[b] === row[a] ? [] : [clauseName(sides[1].context.definition, name)]));

const clauseName = (definition: Definition, name: string): string =>
  definition.measures.some(({ name: measure }) => name === measure || name.startsWith(`${measure}.`))
    ? `measure ${name}`
    : `dimension ${name}`;

function sideOf(row: SqlRow, { prefix, values }: Side, counted: boolean): DiffSide {
  if (!counted || values.length === 0) return { counted };
  return {
    counted,
    ...Object.fromEntries(values.map(({ column, name }) => [name, (row[`${prefix}_${column}`] as string | null) ?? null])),
  };
}

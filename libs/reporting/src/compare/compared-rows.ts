import { type DuckDBConnection } from '@duckdb/node-api';
import { type CompiledExpression } from '#libs/expressions';
import { measureColumns } from '../compile/measure-columns.js';
import { type MembersQuery, membersSql, type NamedQuery, withQueries } from '../compile/members-sql.js';
import { materialised, OWN_ROW } from '../compile/distinct-sql.js';
import { rowKey } from '../entities/entity.js';
import { contribution } from '../receipt/held-members.js';
import { type ReportContext } from '../run/report-context.js';

/** One of two reports that are compared. */
export interface Side {
  /** Before its columns in the table. */
  readonly prefix: 'b' | 'a';
  readonly context: ReportContext;
  readonly query: MembersQuery;
  readonly values: readonly SideValue[];
  /** What rows of this side may fail: terms first. */
  readonly clauses: readonly Clause[];
  /** The column with the event that a row repeats, under a distinct rule. */
  readonly repeats: 'by_event' | null;
}

/** The column of a dimension, or of a part of a measure. */
interface SideValue {
  readonly column: string;
  readonly name: string;
  readonly type: CompiledExpression['type'];
  readonly isMeasured: boolean;
}

interface Clause {
  /** Whether the row passes. */
  readonly column: string;
  readonly name: string;
  readonly isTerm: boolean;
}

/** The rows that one of two reports counts, with what both make of them, in the table `compared`. */
export interface ComparedRows {
  readonly sides: readonly [Side, Side];
  /** Whether the rows of the entity are the same on both sides. */
  readonly haveOneEntity: boolean;
  /** The column that names a row in both. */
  readonly key: 'id' | 'position';
}

/** Makes the table on a connection. What both sides read alike is read once. */
export async function compareRows(connection: DuckDBConnection, before: ReportContext, after: ReportContext): Promise<ComparedRows> {
  const compare = haveOnePeriod(before, after) ? 'period' : 'all';
  const sides = [sideOf('b', before, compare), sideOf('a', after, compare)] as const;
  const shared = sharedBy(sides[0].query.queries, sides[1].query.queries);
  const key = keyOf(before, after);
  const isShared = (name: string): boolean => shared.some(([each]) => each === name);
  const rowsOf = (side: Side): string => {
    const own = withQueries(side.query.queries.filter(([name]) => !isShared(name)));
    return `${own}\nselect all_terms and counts and in_period and wanted as member, ${columnsOf(side, key).join(', ')} from member`;
  };
  const queries = withQueries([...shared, ['before_rows', rowsOf(sides[0])], ['after_rows', rowsOf(sides[1])]], (name) =>
    isShared(name) ? !wholeLog.has(name) : materialised.has(name),
  );
  const columns = sides.flatMap((side) =>
    ['member', ...columnsOf(side, key)].map((column) => `${side.prefix}.${column} as ${side.prefix}_${column}`),
  );
  await connection.run(
    `create temp table compared as ${queries}\nselect ${columns.join(', ')} from before_rows b full join after_rows a on a.${key} = b.${key} where b.member or a.member`,
  );
  return { sides, haveOneEntity: isShared(OWN_ROW), key };
}

/** What is kept of each row, beside whether it is counted. */
const columnsOf = ({ query, clauses, repeats, values }: Side, key: ComparedRows['key']): string[] => [
  ...new Set([key, 'position']),
  ...clauses.map(({ column }) => column),
  ...(repeats ? [repeats] : []),
  ...query.events,
  ...values.map(({ column }) => column),
];

/** Of one log the same row has one position on both sides. Of two, a lead may have been captured anew in between (its import undone and made again). */
const keyOf = (before: ReportContext, after: ReportContext): ComparedRows['key'] =>
  before.definition.entity === after.definition.entity && areOfOneLog(before, after) ? rowKey(before.definition.entity) : 'id';

const areOfOneLog = (before: ReportContext, after: ReportContext): boolean =>
  before.scope.position === after.scope.position && before.scope.knownAtMs === after.scope.knownAtMs;

/** What stands after `from`: the members of one side. */
export function membersIn({ prefix, context, query }: Side): string {
  const columns = contribution(context, query).map((column) => `${prefix}_${column} as ${column}`);
  return `(select ${columns.join(', ')} from compared where ${prefix}_member) member`;
}

/** The rows of a side's entity as a query: `id`, `lead`, `event`, `position`. */
export function ownRows({ query }: Side): string {
  const last = query.queries.findIndex(([name]) => name === OWN_ROW);
  return `${withQueries(query.queries.slice(0, last + 1), () => false)}\nselect id, lead, event, position from ${OWN_ROW}`;
}

/** The log itself is read, not kept. */
const wholeLog: ReadonlySet<string> = new Set(['as_of', 'standing', 'unknown_time', 'event']);

/** Whether rows outside the period are outside of it on both sides. */
const haveOnePeriod = (before: ReportContext, after: ReportContext): boolean =>
  before.definition.entity === after.definition.entity &&
  before.definition.date === after.definition.date &&
  areOfOneLog(before, after) &&
  before.scope.period.fromMs === after.scope.period.fromMs &&
  before.scope.period.endMs === after.scope.period.endMs &&
  before.scope.zone === after.scope.zone;

function sideOf(prefix: Side['prefix'], context: ReportContext, compare: 'all' | 'period'): Side {
  const { definition, by, where, scope } = context;
  const query = membersSql(definition, by, where, scope, { compare });
  const measured = definition.measures.flatMap(({ name, measure }, index) =>
    measureColumns(measure, index, definition).map(({ column, part }): SideValue => {
      const type = part === 'without a rate' ? 'string' : part === 'value' && 'value' in measure ? measure.value.type : 'bool';
      return { column, name: part === 'value' ? name : `${name}.${part}`, type, isMeasured: true };
    }),
  );
  const dimensions = by.map((dimension, index): SideValue => {
    // Months, ranges and what an import brings along are texts.
    const type = dimension.calendar || dimension.buckets || dimension.expression.type === 'dyn' ? 'string' : dimension.expression.type;
    return { column: `d${index}`, name: dimension.name, type, isMeasured: false };
  });
  if (query.currency) dimensions.push({ column: `d${by.length}`, name: 'currency', type: 'string', isMeasured: false });
  const { distinct, terms, date } = definition;
  const further = (column: string, name: string): Clause => ({ column, name, isTerm: false });
  const clauses: Clause[] = [
    ...terms.map(({ name }, index) => ({ column: `t${index}`, name, isTerm: true })),
    ...(distinct ? [further('counts', distinct.name)] : []),
    ...(compare === 'all' || distinct ? [further('in_period', `${date} from ${scope.period.from} to ${scope.period.to}`)] : []),
    ...(where ? [further('wanted', `filter ${where.source}`.trim())] : []),
  ];
  return { prefix, context, query, values: [...dimensions, ...measured], clauses, repeats: distinct ? 'by_event' : null };
}

/** The queries that two have alike: of one text, and reading nothing that differs. Each keeps its `member`. */
function sharedBy(some: readonly NamedQuery[], others: readonly NamedQuery[]): NamedQuery[] {
  const differing = new Set(['member']);
  return some.filter(([name, body]) => {
    const isAlike =
      !differing.has(name) &&
      others.some(([other, text]) => other === name && text === body) &&
      (body.match(/\w+/g) ?? []).every((word) => !differing.has(word));
    if (!isAlike) differing.add(name);
    return isAlike;
  });
}

import { duckdbDialect } from '#libs/expressions';
import { type MembersQuery, membersSql, withQueries } from '../compile/members-sql.js';
import { type FactStore } from '../facts/fact-store.js';
import { type SqlRow } from '../facts/report-engine.js';
import { type ReportContext } from '../run/report-context.js';
import { rowValue, type RowValue } from '../run/report-request.js';
import { addedByRow, addedColumns } from '../run/row-in-measures.js';
import { eventsBehind } from '../run/stream-members.js';
import { countedBy } from './evidence.js';
import { type ExplainedClause, type ExplainedRow, type Explanation } from './explanation.js';
import { type FoundLead } from './find-lead.js';
import { finite, leadEvents, type LeadEvent, momentText } from './lead-events.js';
import { type Condition, conditionsOf, explainColumns, readBy } from './row-sql.js';

/**
 * Every row that a lead has of what a definition counts, with the answer of each clause. `inPeriod` false: no period was asked for, and none is judged.
 * The same query as the report's, with nothing dropped, so that the two cannot disagree.
 */
export async function explainLead(
  store: FactStore,
  context: ReportContext,
  { lead, externalId }: FoundLead,
  inPeriod: boolean,
): Promise<Explanation> {
  const { definition, by, where, scope } = context;
  const conditions = conditionsOf(definition, where);
  const members = membersSql(definition, by, where, scope, 'explain', explainColumns(definition, conditions));
  const measured = addedColumns(definition).filter(({ column, sql }) => sql !== column);
  const shown = [finite('begins'), ...measured.map(({ sql }) => sql)];
  const rows = await store.rows(
    `${withQueries(members.queries)}\nselect * replace (${shown.join(', ')}) from member where lead = ${duckdbDialect.text(lead)} order by member.begins, position, id`,
  );
  const named = rows.flatMap((row) => eventsOf(row, members, conditions));
  const events = await leadEvents(store, scope, lead, [...new Set(named)]);
  const explained = rows.map((row) => explainRow(row, members, context, conditions, events, inPeriod));
  const mentioned = new Set(
    explained.flatMap((row) => [
      ...row.events,
      ...row.clauses.flatMap((clause) => [...clause.events, ...(clause.repeats ? [clause.repeats.event] : [])]),
    ]),
  );
  return {
    definition: definition.name,
    version: context.version,
    state: context.state ?? 'published',
    title: definition.title,
    lead,
    externalId,
    entity: definition.entity.name,
    dateBasis: definition.date,
    timeZone: scope.zone,
    period: inPeriod ? { from: scope.period.from, to: scope.period.to } : null,
    where: where?.source ?? null,
    position: String(scope.position),
    knownAt: context.knownAt,
    counted: explained.filter((row) => row.counts).length,
    rows: explained,
    reason: rows.length > 0 ? null : reasonOf(context, events),
    events: events.filter((event) => mentioned.has(event.id)).map(({ automatic: _, owner: __, ...event }) => event),
  };
}

const ids = (value: unknown): string[] => ((value as (string | null)[] | null) ?? []).filter((id) => id !== null);

const eventsOf = (row: SqlRow, members: MembersQuery, conditions: readonly Condition[]): string[] => [
  ...eventsBehind(row, members.events),
  ...ids([row['by_event'] as string | null]),
  ...conditions.flatMap((_, index) => ids(row[`e${index}`])),
];

function reasonOf({ definition: { entity } }: ReportContext, events: readonly LeadEvent[]): string {
  if (events.length === 0) return 'Nothing was known of this lead then';
  return `The lead has no ${entity.name.replaceAll('_', ' ')}. What is counted: ${entity.describe}`;
}

function explainRow(
  row: SqlRow,
  members: MembersQuery,
  { definition, by, scope }: ReportContext,
  conditions: readonly Condition[],
  events: readonly LeadEvent[],
  inPeriod: boolean,
): ExplainedRow {
  const asked = conditions.map((condition, index) => conditionClause(row, condition, index, definition.entity, events));
  const at = momentText(row, 'begins', 'day', 'basis_precision');
  const { distinct } = definition;
  const clauses: ExplainedClause[] = asked.filter(({ kind }) => kind === 'term');
  if (distinct) {
    const met = row['all_terms'] === true ? row['counts'] === true : null;
    const before = met === false ? events.find(({ id }) => id === row['by_event']) : undefined;
    clauses.push({
      kind: 'distinct',
      name: distinct.name,
      says: saysDistinct(distinct),
      met,
      unknown: false,
      facts: {
        ...Object.fromEntries(distinct.per.map((path, index) => [path.join('.'), rowValue(row[`k${index}`])])),
        day: (row['basis_day'] as string | null) ?? null,
      },
      events: ids([row['event'] as string]),
      repeats: before ? { event: before.id, lead: before.lead, at: before.at } : null,
    });
  }
  if (inPeriod)
    clauses.push({
      kind: 'period',
      name: `${definition.date} from ${scope.period.from} to ${scope.period.to}`,
      says: `${definition.date} from ${scope.period.from} to ${scope.period.to} (${scope.zone})`,
      met: row['in_period'] === true,
      unknown: row['basis_precision'] === 'unknown',
      facts: { [definition.date]: at, day: (row['basis_day'] as string | null) ?? null },
      events: ids([row['event'] as string]),
      repeats: null,
    });
  clauses.push(...asked.filter(({ kind }) => kind === 'filter'));
  const counts = clauses.every(({ met }) => met === true);
  const dimensions = by.map((dimension, index): [string, RowValue] => [dimension.name, rowValue(row[`d${index}`])]);
  const { values, inMeasures } = addedByRow(row, definition);
  return {
    entity: definition.entity.name,
    id: row['id'] as string,
    counts,
    at,
    clauses: [...clauses, ...asked.filter(({ kind }) => kind === 'measure')],
    fails: clauses.filter(({ met }) => met === false).map(({ name }) => name),
    adds: { ...Object.fromEntries(dimensions), ...values },
    ...(inMeasures && { inMeasures }),
    events: eventsBehind(row, members.events),
  };
}

function conditionClause(
  row: SqlRow,
  { kind, name, expression, column }: Condition,
  index: number,
  entity: ReportContext['definition']['entity'],
  events: readonly LeadEvent[],
): ExplainedClause {
  const paths = readBy(expression);
  const counted = new Set(paths.flatMap((path) => countedBy(entity, path)));
  const own = events.filter(
    ({ type, lead, automatic, owner }) =>
      lead === row['lead'] &&
      counted.has(type) &&
      !(type === 'lead.follow-up-recorded' && automatic) &&
      !(/assigned|claimed|transferred/.test(type) && owner === null),
  );
  return {
    kind,
    name,
    says: expression.source,
    met: row[column] === true,
    unknown: row[`u${index}`] === true,
    facts: Object.fromEntries(paths.map((path, nth) => [path.join('.'), factValue(row[`f${index}_${nth}`])])),
    events: [...new Set([...ids(row[`e${index}`]), ...own.map(({ id }) => id)])],
    repeats: null,
  };
}

const factValue = (value: unknown): RowValue => (value instanceof Date ? value.toISOString() : rowValue(value));

const saysDistinct = ({ per, window }: NonNullable<ReportContext['definition']['distinct']>): string => {
  const key = per.map((path) => path.join('.')).join(' and ');
  if (!window) return `the first row of each ${key}`;
  return `one row of each ${key}, and again ${window.days} days after the last ${window.since === 'counted' ? 'that counted' : 'one at all'}`;
};

import { measureColumns } from '../compile/measure-columns.js';
import { membersSql, withQueries } from '../compile/members-sql.js';
import { type FactStore } from '../facts/fact-store.js';
import { type SqlRow } from '../facts/report-engine.js';
import { type ReportContext } from './report-context.js';
import { type RowValue } from './report-request.js';

/** One thing behind a number. */
export interface ReportMember {
  readonly entity: string;
  readonly id: string;
  /** Null of what belongs to no lead. */
  readonly lead: string | null;
  /** `source:external-id` of the lead's first inquiry, where it has one. */
  readonly externalId: string | null;
  /** The events that made it count, the deciding one first. */
  readonly events: readonly string[];
  readonly [dimensionOrValue: string]: RowValue | readonly string[];
}

/** Durations in milliseconds, money as a decimal, a ratio and a count as whether it is counted (above the line). A formula is of the group, not of a row. */
export const valueColumns = ({ definition }: ReportContext): [column: string, name: string][] =>
  definition.measures.flatMap(({ name, measure }, index): [string, string][] => {
    const [first] = measureColumns(measure, index, definition);
    return first ? [[first.column, name === measure.kind ? 'value' : name]] : [];
  });

/** Streams the members behind a report in order of their position in the log; memory does not grow with their number. */
export async function* streamMembers(store: FactStore, context: ReportContext): AsyncIterable<ReportMember> {
  const members = membersSql(context.definition, context.by, context.where, context.scope, 'events');
  const values = valueColumns(context);
  const select = [
    'm.id',
    'm.lead',
    'm.position',
    ...members.events.map((column) => `m.${column}`),
    ...members.dimensions.map((column) => `m.${column}`),
    ...values.map(([column]) => `cast(m.${column} as varchar) as ${column}`),
  ];
  const sql = `${withQueries(members.queries)}\nselect ${select.join(', ')}, o.external_source || ':' || o.external_id as external_id from member m
  left join (select subject as lead, external_source, external_id from event where type = 'lead.captured') o on o.lead = m.lead order by m.position, m.id`;
  const names = [...context.by.map((dimension) => dimension.name), ...(members.currency ? ['currency'] : [])];
  for await (const rows of store.stream(sql)) {
    for (const row of rows) {
      yield {
        entity: context.definition.entity.name,
        id: row['id'] as string,
        lead: row['lead'] as string | null,
        externalId: (row['external_id'] as string | null) ?? null,
        events: eventsBehind(row, members.events),
        ...Object.fromEntries(names.map((name, index) => [name, plain(row[`d${index}`])])),
        ...Object.fromEntries(values.map(([column, name]) => [name, valueOf(row, column)])),
      };
    }
  }
}

/** Each once, in the order of the columns. */
export function eventsBehind(row: SqlRow, columns: readonly string[]): string[] {
  const events: string[] = [];
  for (const column of columns) {
    const event = row[column] as string | null | undefined;
    if (event != null && !events.includes(event)) events.push(event);
  }
  return events;
}

export const plain = (value: unknown): RowValue => (typeof value === 'bigint' ? Number(value) : ((value as RowValue | undefined) ?? null));

export function valueOf(row: SqlRow, column: string): RowValue {
  const text = row[column] as string | null;
  if (text === null) return null;
  if (text === 'true' || text === 'false') return text === 'true';
  return text.includes('.') ? text : Number(text);
}

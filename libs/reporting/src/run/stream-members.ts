import { columnRead, valueRead } from '../compile/dimension.js';
import { membersSql, withQueries } from '../compile/members-sql.js';
import { type FactStore } from '../facts/fact-store.js';
import { type SqlRow } from '../facts/report-engine.js';
import { type ReportContext } from './report-context.js';
import { type RowValue } from './report-request.js';
import { addedByRow, addedColumns } from './row-in-measures.js';

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
  /** What it is to measures that have conditions of their own: see `AddedByRow`. */
  readonly inMeasures?: Readonly<Record<string, string>>;
  readonly [dimensionOrValue: string]: RowValue | readonly string[] | Readonly<Record<string, string>> | undefined;
}

/** Streams the members behind a report in order of their position in the log; memory does not grow with their number. */
export async function* streamMembers(store: FactStore, context: ReportContext): AsyncIterable<ReportMember> {
  const members = membersSql(context.definition, context.by, context.where, context.scope, 'events');
  const select = [
    'm.id',
    'm.lead',
    'm.position',
    ...members.events.map((column) => `m.${column}`),
    ...members.dimensions.map((column, index) => columnRead(column, context.by[index])),
    ...addedColumns(context.definition).map(({ sql }) => sql),
  ];
  const sql = `${withQueries(members.queries)}\nselect ${select.join(', ')}, o.external_source || ':' || o.external_id as external_id from member m
  left join (select subject as lead, external_source, external_id from event where type = 'lead.captured') o on o.lead = m.lead order by m.position, m.id`;
  const names = [...context.by.map((dimension) => dimension.name), ...(members.currency ? ['currency'] : [])];
  for await (const rows of store.stream(sql)) {
    for (const row of rows) {
      const { values, inMeasures } = addedByRow(row, context.definition);
      yield {
        entity: context.definition.entity.name,
        id: row['id'] as string,
        lead: row['lead'] as string | null,
        externalId: (row['external_id'] as string | null) ?? null,
        events: eventsBehind(row, members.events),
        ...Object.fromEntries(names.map((name, index) => [name, valueRead(row[`d${index}`], context.by[index])])),
        ...values,
        ...(inMeasures && { inMeasures }),
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

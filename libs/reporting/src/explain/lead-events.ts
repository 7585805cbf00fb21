import { duckdbDialect } from '#libs/expressions';
import { sharedQueries } from '../compile/shared-queries.js';
import { type Scope } from '../compile/scope.js';
import { type FactStore } from '../facts/fact-store.js';
import { type SqlRow } from '../facts/report-engine.js';
import { type DecidingEvent } from './explanation.js';

export interface LeadEvent extends DecidingEvent {
  readonly automatic: boolean;
  readonly owner: string | null;
}

/** The events of a lead, as known, and what else is named by id. */
export async function leadEvents(store: FactStore, scope: Scope, lead: string, ids: readonly string[]): Promise<LeadEvent[]> {
  const known = sharedQueries(new Set(), scope).map(([name, text]) => `${name} as not materialized (${text})`);
  const named = ids.length === 0 ? '' : ` or event_id in (${ids.map((id) => duckdbDialect.text(id)).join(', ')})`;
  const rows = await store.rows(
    `with ${known.join(',\n')}\nselect event_id, type, subject, position, ${finite('start_at')}, cast(day as varchar) as day, time_precision, known_at, actor, automatic, owner
    from event where (category = 'lead' and subject = ${duckdbDialect.text(lead)})${named} order by position`,
  );
  return rows.map((row) => ({
    id: row['event_id'] as string,
    type: row['type'] as string,
    lead: row['subject'] as string,
    position: String(row['position']),
    at: momentText(row, 'start_at', 'day', 'time_precision'),
    knownAt: (row['known_at'] as Date).toISOString(),
    actor: row['actor'] as string,
    automatic: row['automatic'] === true,
    owner: row['owner'] as string | null,
  }));
}

/** What begins before all time has no date that could be printed. */
export const finite = (column: string): string => `case when isfinite(${column}) then ${column} end as ${column}`;

/** An instant, the date where only the date is known, or null. */
export function momentText(row: SqlRow, at: string, day: string, precision: string): string | null {
  if (row[precision] === 'unknown') return null;
  if (row[day] !== null) return row[day] as string;
  return row[at] instanceof Date ? row[at].toISOString() : null;
}

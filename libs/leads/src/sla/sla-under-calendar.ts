import { type EventMetadata, type SealedEvent, upcast } from '#libs/contracts';
import { knownPeople } from '#libs/dispatch';
import { notFound, readSql } from '#libs/platform';
import { type Pool } from 'pg';
import { evolveClocks } from '../clocks/lead-clocks.evolve.js';
import { type LeadClocks, noClocks, type SlaClock } from '../clocks/lead-clocks.js';
import { isoInstant } from '../instant.js';
import { type LeadEvent } from '../lead-state.js';
import { asOf } from '../queries/as-of.js';
import { dueAfter, elapsedMs } from './sla-changes.js';
import { type SlaCalendar, slaCalendars } from './sla-calendars.js';

/** A service time in two columns: as it was judged then, and under the calendar as it stands now. */
export interface SlaTwice {
  readonly lead: string;
  readonly slaId: string;
  readonly clock: string;
  readonly policy: string | null;
  readonly from: string;
  readonly calendar: string;
  readonly dueAt: string;
  readonly breached: boolean;
  readonly correctedDueAt: string;
  readonly correctedBreached: boolean;
}

/**
 * Service times that began in a period (ISO instants, half-open) and counted in a calendar, beside what they would be under its last version for
 * all of that time. The official record stays as it is. Errors: 404 `CALENDAR.NOT_FOUND`.
 */
export async function slaUnderCalendar(
  pool: Pool,
  calendarId: string,
  period: { readonly from: string; readonly to: string },
  now: Date,
): Promise<SlaTwice[]> {
  const { head } = await asOf(pool, {}, now);
  const people = knownPeople(pool, { position: head, knownAt: null });
  if ((await people.calendar(calendarId)).versions.length === 0) throw notFound('CALENDAR.NOT_FOUND', `There is no calendar ${calendarId}`);
  const corrected = await slaCalendars(people, 'UTC').byId(calendarId, now.getTime());
  const [from, to] = [Date.parse(period.from), Date.parse(period.to)];
  const twice: SlaTwice[] = [];
  for (const [lead, { slas }] of await clocksOf(pool, head))
    for (const sla of slas)
      if (sla.calendar?.id === calendarId && sla.from >= from && sla.from < to)
        twice.push(judgedTwice(lead, sla, corrected, now.getTime()));
  return twice.sort((a, b) => (a.from === b.from ? (a.slaId < b.slaId ? -1 : 1) : a.from < b.from ? -1 : 1));
}

async function clocksOf(pool: Pool, position: number): Promise<Map<string, LeadClocks>> {
  const { rows } = await pool.query<{ event: SealedEvent }>(readSql(import.meta.url, './sla-events.sql'), [position]);
  const byLead = new Map<string, LeadClocks>();
  for (const { event } of rows) {
    const lead = event.stream.slice('lead-'.length);
    const metadata = event.metadata as EventMetadata;
    const current = { ...event, ...upcast(event.type, event.data, metadata.schemaVersion), metadata } as LeadEvent;
    byLead.set(lead, evolveClocks(byLead.get(lead) ?? noClocks, current, 0));
  }
  return byLead;
}

function judgedTwice(lead: string, sla: SlaClock, corrected: SlaCalendar, now: number): SlaTwice {
  const answered = sla.met?.at ?? now;
  const over = elapsedMs(corrected, sla, answered) > sla.targetMs;
  const paused = sla.pauses.reduce((sum, { from, until }) => sum + elapsedMs(corrected, { from, pauses: [] }, until ?? now), 0);
  return {
    lead,
    slaId: sla.slaId,
    clock: sla.clock,
    policy: sla.policy && `${sla.policy.name}@${sla.policy.version}`,
    from: isoInstant(sla.from),
    calendar: `${sla.calendar!.id}@${sla.calendar!.version}`,
    dueAt: isoInstant(sla.dueAt),
    breached: sla.breachedAt !== null,
    correctedDueAt: isoInstant(dueAfter(corrected, sla.from, sla.targetMs + paused)),
    correctedBreached: over,
  };
}

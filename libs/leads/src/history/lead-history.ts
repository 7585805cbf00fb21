import { type Actor, type OccurredAt } from '#libs/contracts';
import { knownEvents } from '../holdings/cards-at.js';
import { causeOf } from '../ownership/ownership-periods.js';
import { lastingEvents, type PositionedLeadEvent } from '../ownership/placed-events.js';
import { asOf, type ClockQuery } from '../queries/as-of.js';
import { nobody, type ReadContext } from '../queries/owner-at.js';
import { resolveLeadRef } from '../queries/resolve-lead-ref.js';

/** One event of a lead, on both clocks. `data` is as stored: personal data sealed. */
export interface HistoryLine {
  readonly lead: string;
  readonly position: string;
  readonly revision: number;
  readonly eventId: string;
  readonly type: string;
  /** As stated: an instant, a date, or null where the time is not known. */
  readonly occurredAt: string | null;
  readonly occurredAtPrecision: OccurredAt['precision'];
  readonly knownAt: string;
  readonly actor: Actor;
  /** Of ownership events: why the holder changed. */
  readonly cause: string | null;
  readonly policy: string | null;
  readonly decision: string | null;
  /** Void since the import that brought it was undone. */
  readonly retracted: boolean;
  readonly data: PositionedLeadEvent['data'];
}

/** All events of a lead (of all leads of a person) up to a known time or position, in the order of the log. `at` leaves nothing out. */
export async function leadHistory(context: ReadContext, ref: string, query: ClockQuery = {}): Promise<readonly HistoryLine[]> {
  const moment = await asOf(context.pool, query, context.now);
  const { leads } = await resolveLeadRef(context.pool, ref, context.contacts, query);
  const byStream = await knownEvents(
    context.pool,
    leads.map((lead) => `lead-${lead}`),
    moment,
  );
  if (byStream.size === 0) throw await nobody(context.pool, ref, leads, moment);
  return [...byStream.values()].flatMap(linesOf).sort((a, b) => Number(a.position) - Number(b.position));
}

function linesOf(events: readonly PositionedLeadEvent[]): HistoryLine[] {
  const lasting = new Set(lastingEvents(events));
  return events.map((event) => ({
    lead: event.stream.slice('lead-'.length),
    position: String(event.position),
    revision: event.revision,
    eventId: event.id,
    type: event.type,
    occurredAt: event.metadata.occurredAt.value,
    occurredAtPrecision: event.metadata.occurredAt.precision,
    knownAt: event.metadata.knownAt,
    actor: event.metadata.actor,
    cause: causeOf(event),
    policy: event.metadata.policy ? `${event.metadata.policy.name}@${event.metadata.policy.version}` : null,
    decision: event.metadata.decisionId ?? null,
    retracted: event.type !== 'lead.import-retracted' && !lasting.has(event),
    data: event.data,
  }));
}

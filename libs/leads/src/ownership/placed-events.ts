import { type PositionedEvent } from '#libs/contracts';
import { effectiveStart } from '#libs/calendar';
import { type LeadEventType } from '../lead-state.js';

export type PositionedLeadEvent = PositionedEvent<LeadEventType>;

/** An event with its place on the effective clock of its lead. */
export interface PlacedEvent {
  readonly event: PositionedLeadEvent;
  /** Milliseconds since the epoch; −Infinity where history does not say. */
  readonly start: number;
  readonly revision: number;
}

/** Only lead events; others on the stream of a lead do not exist. */
export const isLeadEvent = (event: PositionedEvent): event is PositionedLeadEvent => event.type.startsWith('lead.');

/** Takes away what the retractions among these events have voided, and the retractions. */
export function lastingEvents(events: readonly PositionedLeadEvent[]): readonly PositionedLeadEvent[] {
  const retracted = new Set(events.flatMap((event) => (event.type === 'lead.import-retracted' ? [event.data.importId] : [])));
  if (retracted.size === 0) return events;
  return events.filter(
    ({ type, metadata }) => type !== 'lead.import-retracted' && !(metadata.importId !== undefined && retracted.has(metadata.importId)),
  );
}

/**
 * The lasting events of a lead as they became known: after each one that is added, `placed` is what `placedEvents` says of all so far.
 * Only a retraction changes what stood before it.
 */
export class KnownEvents {
  private readonly known: PositionedLeadEvent[] = [];
  private standing: PlacedEvent[] = [];
  private retracted = false;
  /** The latest recorded time so far; never goes back. */
  knownAt = '';

  get placed(): readonly PlacedEvent[] {
    return this.standing;
  }

  add(event: PositionedLeadEvent): void {
    this.known.push(event);
    if (event.metadata.knownAt > this.knownAt) this.knownAt = event.metadata.knownAt;
    if (event.type === 'lead.import-retracted') this.retracted = true;
    if (this.retracted) this.standing = placedEvents(this.known);
    else this.standing.push(placedAfter(this.standing.at(-1)?.start ?? -Infinity, event));
  }
}

/** Each lasting event with its start, in order of revision: an unknown time takes the start of the event before it. */
export function placedEvents(events: readonly PositionedLeadEvent[]): PlacedEvent[] {
  let previous = -Infinity;
  return lastingEvents(events).map((event) => {
    const placed = placedAfter(previous, event);
    previous = placed.start;
    return placed;
  });
}

const placedAfter = (previous: number, event: PositionedLeadEvent): PlacedEvent => ({
  event,
  start: effectiveStart(event.metadata.occurredAt, previous),
  revision: event.revision,
});

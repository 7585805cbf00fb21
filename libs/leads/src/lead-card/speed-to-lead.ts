import { type PlacedEvent } from '../ownership/placed-events.js';

/** Whole seconds; null: not yet, or history does not say. */
export interface SpeedToLead {
  /** From the inquiry to its record, and where a rule assigned it, to the assignment: what the machine took. */
  readonly systemDelaySeconds: number | null;
  /** From the record until a person assigned or claimed it; 0 where a rule did. */
  readonly dispatchWaitSeconds: number | null;
  /** From the assignment (or, without one, the record) to the first contact that a human made. */
  readonly humanDelaySeconds: number | null;
  /** From the inquiry to that contact. */
  readonly totalSeconds: number | null;
}

/** How fast somebody spoke to the customer. Automatic messages and contacts by the customer do not count. `events` in the order of the lead. */
export function speedToLead(events: readonly PlacedEvent[], captured: PlacedEvent): SpeedToLead {
  const arrived = finite(captured.start);
  const recorded = finite(Date.parse(captured.event.metadata.knownAt));
  const given = events.find(isGiven);
  const contact = events.find(
    ({ event }) => event.type === 'lead.follow-up-recorded' && event.data.direction === 'outbound' && !event.data.automatic,
  );
  const givenAt = given ? finite(given.start) : null;
  const byRule = given !== undefined && given.event.metadata.actor.kind === 'automation';
  const begun = givenAt === null ? recorded : Math.max(givenAt, recorded ?? givenAt);
  const contactAt = contact ? finite(contact.start) : null;
  return {
    systemDelaySeconds: seconds(arrived, byRule ? begun : recorded),
    dispatchWaitSeconds: byRule ? 0 : given === undefined ? null : seconds(recorded, begun),
    humanDelaySeconds: seconds(begun !== null && contactAt !== null ? Math.min(begun, contactAt) : begun, contactAt),
    totalSeconds: seconds(arrived, contactAt),
  };
}

/** Given to a person: also at its capture. */
function isGiven({ event }: PlacedEvent): boolean {
  switch (event.type) {
    case 'lead.captured':
      return event.data.holder.kind === 'person';
    case 'lead.assigned':
    case 'lead.claimed':
    case 'lead.transferred':
      return event.data.to.kind === 'person';
    default:
      return false;
  }
}

const finite = (ms: number): number | null => (Number.isFinite(ms) ? ms : null);

const seconds = (from: number | null, to: number | null): number | null =>
  from === null || to === null ? null : Math.max(0, Math.round((to - from) / 1_000));

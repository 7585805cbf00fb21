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

/**
 * How fast somebody spoke to the customer. Automatic messages and contacts by the customer do not count. `events` in the order of the lead.
 * The three delays add up to the total: none begins before the one before it has ended, or ends after the contact, and seconds are rounded from
 * the inquiry on.
 */
export function speedToLead(events: readonly PlacedEvent[], captured: PlacedEvent): SpeedToLead {
  const given = events.find(isGiven);
  const byRule = given !== undefined && given.event.metadata.actor.kind === 'automation';
  const arrived = finite(captured.start);
  const contact = finite(events.find(isContact)?.start ?? NaN);
  const after = (ms: number, before: number | null): number | null => {
    const at = finite(ms);
    return at === null ? null : Math.min(Math.max(at, before ?? at), contact === null ? Infinity : Math.max(contact, before ?? contact));
  };
  const recorded = after(Date.parse(captured.event.metadata.knownAt), arrived);
  const begun = given === undefined ? null : after(given.start, recorded);
  const known = byRule ? begun : recorded;
  const spoken = contact === null ? null : after(contact, begun ?? recorded);
  const passed = (from: number | null, to: number | null): number | null =>
    arrived === null || from === null || to === null ? null : seconds(to - arrived) - seconds(from - arrived);
  return {
    systemDelaySeconds: passed(arrived, known),
    dispatchWaitSeconds: byRule ? 0 : passed(recorded, begun),
    humanDelaySeconds: passed(begun ?? recorded, spoken),
    totalSeconds: passed(arrived, spoken),
  };
}

const isContact = ({ event }: PlacedEvent): boolean =>
  event.type === 'lead.follow-up-recorded' && event.data.direction === 'outbound' && !event.data.automatic;

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

const seconds = (ms: number): number => Math.round(ms / 1_000);

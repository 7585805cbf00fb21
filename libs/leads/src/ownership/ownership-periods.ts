import { type Actor, type Holder, type PositionedEvent } from '#libs/contracts';
import { effectivePeriods } from './effective-periods.js';
import { inLeadOrder, type OwnershipClaim } from './holder-rule.js';
import { isLeadEvent, KnownEvents, type PlacedEvent, type PositionedLeadEvent } from './placed-events.js';
import { KnownLayers, type Layer, type Slice } from './known-layers.js';
import { type StatedTime, statedInstant, statedTime } from './stated-time.js';

/** Who held a lead from when to when, as one state of knowledge had it. */
export interface HeldPeriod {
  readonly eventId: string;
  readonly holder: Holder;
  /** The team it counts for. */
  readonly team: string | null;
  /** Milliseconds since the epoch, `from` inclusive, `until` exclusive; ±Infinity where open. */
  readonly from: number;
  readonly until: number;
  readonly since: StatedTime;
  /** Null while open. */
  readonly end: StatedTime | null;
  /** `capture`, `assigned`, `claim`, `transfer`, `release`, `recycle`, `correction`, or the policy `name@version` that assigned. */
  readonly cause: string;
  readonly decision: string | null;
  readonly actor: Actor;
  readonly reason: string | null;
  /** When the event behind it was recorded. */
  readonly recordedAt: string;
}

export type OwnershipPeriod = Layer<HeldPeriod>;

interface Claim extends OwnershipClaim {
  readonly event: PositionedLeadEvent;
  readonly holder: Holder;
  readonly team: string | null;
  readonly cause: string;
  readonly reason: string | null;
}

/**
 * Ownership of one lead on two clocks: a pure function of its events, in order of revision. No two periods of one state of knowledge overlap,
 * and together they leave no gap after the first. Periods of length zero are left out: hand-overs are counted from events.
 */
export function ownershipPeriods(events: readonly PositionedEvent[]): OwnershipPeriod[] {
  const known = new KnownEvents();
  const layers = new KnownLayers<HeldPeriod>();
  for (const event of events) {
    if (!isLeadEvent(event)) continue;
    known.add(event);
    if (changesOwnership(event)) layers.know({ knownAt: known.knownAt, position: event.position }, slicesOf(known.placed));
  }
  return layers.layers();
}

const changesOwnership = (event: PositionedLeadEvent): boolean => event.type === 'lead.import-retracted' || ownershipOf(event) !== null;

function slicesOf(placed: readonly PlacedEvent[]): Slice<HeldPeriod>[] {
  // A lead whose capture was retracted does not exist, whatever else was recorded of it.
  if (!placed.some(({ event }) => event.type === 'lead.captured')) return [];
  const periods = effectivePeriods(ownershipClaims(placed));
  return periods.map(({ claim, from, until }, index) => {
    const next = periods[index + 1];
    const end = until === Infinity ? null : next?.from === until ? boundOf(next.claim, until) : statedInstant(until);
    const { event, holder, team, cause, reason } = claim;
    const { actor, decisionId, knownAt } = event.metadata;
    const value = {
      eventId: event.id,
      holder,
      team,
      from,
      until,
      since: boundOf(claim, from),
      end,
      cause,
      decision: decisionId ?? null,
      actor,
      reason,
      recordedAt: knownAt,
    };
    return { key: `${event.id} ${from} ${until} ${end?.value}`, value };
  });
}

/** A period that goes on after a correction has ended begins at that end, not where its event did. */
const boundOf = (claim: Claim, from: number): StatedTime =>
  claim.start === from ? statedTime(claim.event.metadata.occurredAt) : statedInstant(from);

/** The ownership events of a lead, in its order. */
export function ownershipClaims(placed: readonly PlacedEvent[]): Claim[] {
  const claims = placed.flatMap(({ event, start, revision }): Claim[] => {
    const ownership = ownershipOf(event);
    return ownership ? [{ event, start, revision, ...ownership }] : [];
  });
  return claims.sort(inLeadOrder);
}

function ownershipOf(event: PositionedLeadEvent): Pick<Claim, 'holder' | 'team' | 'cause' | 'reason' | 'until'> | null {
  switch (event.type) {
    case 'lead.captured':
      return { holder: event.data.holder, team: event.data.team, cause: 'capture', reason: null, until: null };
    case 'lead.assigned':
      return { ...movedTo(event.data), cause: policyOf(event) ?? 'assigned' };
    case 'lead.claimed':
      return { ...movedTo(event.data), cause: 'claim' };
    case 'lead.transferred':
      return { ...movedTo(event.data), cause: 'transfer' };
    case 'lead.released':
      return { ...movedTo(event.data), cause: 'release' };
    case 'lead.recycled':
      return { ...movedTo(event.data), cause: 'recycle' };
    case 'lead.ownership-corrected': {
      const { to, team, until, reason } = event.data;
      return { holder: to, team, cause: 'correction', reason, until: until === null ? null : Date.parse(until) };
    }
    default:
      return null;
  }
}

/** Why the holder changed, for an event by which it did. */
export const causeOf = (event: PositionedLeadEvent): string | null => ownershipOf(event)?.cause ?? null;

const movedTo = ({ to, team, reason }: { to: Holder; team: string | null; reason: string | null }) => ({
  holder: to,
  team,
  reason,
  until: null,
});

const policyOf = ({ metadata: { policy } }: PositionedLeadEvent): string | null => (policy ? `${policy.name}@${policy.version}` : null);

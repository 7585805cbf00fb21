import { type PositionedEvent } from '#libs/contracts';
import { type LeadStatus } from '../lead-state.js';
import { effectivePeriods } from './effective-periods.js';
import { inLeadOrder, type OwnershipClaim } from './holder-rule.js';
import { KnownLayers, type Layer, type Slice } from './known-layers.js';
import { isLeadEvent, KnownEvents, type PlacedEvent, type PositionedLeadEvent } from './placed-events.js';

export interface StatusPeriod {
  readonly eventId: string;
  readonly status: Exclude<LeadStatus, 'none'>;
  readonly from: number;
  readonly until: number;
}

/** Open, won, lost … of one lead on two clocks; live is `open`. Like `ownershipPeriods`. */
export function statusPeriods(events: readonly PositionedEvent[]): Layer<StatusPeriod>[] {
  const known = new KnownEvents();
  const layers = new KnownLayers<StatusPeriod>();
  for (const event of events) {
    if (!isLeadEvent(event)) continue;
    known.add(event);
    if (event.type === 'lead.import-retracted' || statusOf(event))
      layers.know({ knownAt: known.knownAt, position: event.position }, slicesOf(known.placed));
  }
  return layers.layers();
}

function slicesOf(placed: readonly PlacedEvent[]): Slice<StatusPeriod>[] {
  const entered = placed.flatMap(
    ({ event, start, revision }): (OwnershipClaim & { event: PositionedLeadEvent; status: StatusPeriod['status'] })[] => {
      const status = statusOf(event);
      return status ? [{ event, start, revision, until: null, status }] : [];
    },
  );
  // A closing dated before the capture closes the lead all the same: the capture opens it no later than the first of them.
  const first = Math.min(...entered.map(({ start }) => start));
  const statuses = entered.map((each) => (each.event.type === 'lead.captured' ? { ...each, start: first } : each));
  // A lead whose capture was retracted does not exist, whatever else was recorded of it.
  if (!entered.some(({ event }) => event.type === 'lead.captured')) return [];
  const captured = entered.find(({ event }) => event.type === 'lead.captured')!.start;
  return effectivePeriods(statuses.sort(inLeadOrder)).flatMap(({ claim: { event, status }, from: since, until }) => {
    // Nothing is live before it was captured, whatever history tells of that time.
    const from = status === 'open' ? Math.max(since, captured) : since;
    if (since < until && from >= until) return [];
    return [{ key: `${event.id} ${from} ${until}`, value: { eventId: event.id, status, from, until } }];
  });
}

/** The status an event brings, where it brings one. */
export function statusOf({ type }: Pick<PositionedLeadEvent, 'type'>): StatusPeriod['status'] | null {
  switch (type) {
    case 'lead.captured':
    case 'lead.reopened':
      return 'open';
    case 'lead.won':
      return 'won';
    case 'lead.lost':
      return 'lost';
    case 'lead.closed':
      return 'closed';
    case 'lead.marked-invalid':
      return 'invalid';
    default:
      return null;
  }
}

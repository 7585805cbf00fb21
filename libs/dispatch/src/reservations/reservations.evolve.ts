import { type EventData, type RecordedLedgerEvent, type ReservationPurpose } from '#libs/contracts';

/** One lead taken that counts in a day's flow. */
interface DayTaken {
  readonly taken: number;
  readonly claimed: number;
  readonly claimedFrom: Readonly<Record<string, number>>;
}

/** The postings so far, newest first: who asks for one lead walks them, who asks for a count does not. */
interface Posting {
  readonly event: RecordedLedgerEvent<'rep.reservation-taken' | 'rep.reservation-returned' | 'rep.balance-opened'>;
  readonly before: Posting | null;
}

/** What limits of a rep are counted from: a fold of `rep-<id>` beside that of the rep itself. */
export interface RepReservations {
  /** Every lead the rep gets or loses is posted. */
  readonly begun: boolean;
  /** What the rep had before is counted in. */
  readonly opened: boolean;
  /** Open leads, reserved ones included. */
  readonly held: number;
  /** By the date in the rep's calendar; the latest days only, which is all that a limit asks about. */
  readonly days: Readonly<Record<string, DayTaken>>;
  readonly postings: Posting | null;
}

export const initialReservations: RepReservations = { begun: false, opened: false, held: 0, days: {}, postings: null };

/** Days around midnight in other zones, and a clock that is a little behind, never need more. */
const DAYS_KEPT = 4;

/**
 * Folds one event of a rep's stream; others than postings leave the state as it is. A lead has at most one open reservation: whoever appends
 * a posting decides that on the revision it follows.
 */
export function evolveReservations(state: RepReservations, event: RecordedLedgerEvent): RepReservations {
  switch (event.type) {
    case 'rep.reservations-begun':
      return { ...state, begun: true };
    case 'rep.balance-opened': {
      const days = event.data.taken.reduce((counted, { purpose, pool, day }) => added(counted, purpose, pool, day, 1), state.days);
      const opened = state.opened || event.data.position !== null;
      return { ...state, opened, held: state.held + event.data.leadIds.length, days, postings: { event, before: state.postings } };
    }
    case 'rep.reservation-taken': {
      const { purpose, pool, day } = event.data;
      return {
        ...state,
        held: state.held + 1,
        days: added(state.days, purpose, pool, day, 1),
        postings: { event, before: state.postings },
      };
    }
    case 'rep.reservation-returned': {
      const { undone } = event.data;
      const days = undone ? added(state.days, undone.purpose, undone.pool, undone.day, -1) : state.days;
      return { ...state, held: state.held - 1, days, postings: { event, before: state.postings } };
    }
    default:
      return state;
  }
}

const NOTHING: DayTaken = { taken: 0, claimed: 0, claimedFrom: {} };

function added(days: RepReservations['days'], purpose: ReservationPurpose, pool: string | null, day: string, by: 1 | -1) {
  if (purpose === 'reopen' || purpose === 'adopted') return days;
  const { taken, claimed, claimedFrom } = days[day] ?? NOTHING;
  const counted: DayTaken = {
    taken: taken + by,
    claimed: claimed + (purpose === 'claim' ? by : 0),
    claimedFrom: purpose === 'claim' && pool !== null ? { ...claimedFrom, [pool]: (claimedFrom[pool] ?? 0) + by } : claimedFrom,
  };
  const next = { ...days, [day]: counted };
  const kept = Object.keys(next).sort().slice(-DAYS_KEPT);
  return Object.fromEntries(kept.map((each) => [each, next[each]!]));
}

/** Stock and flow of a rep as limits count them. */
export interface RepCounts {
  readonly held: number;
  /** Claims from any pool. */
  readonly claimedToday: number;
  /** Claims, assignments and leads that colleagues handed over. */
  readonly takenToday: number;
  claimedFrom(pool: string): number;
}

/** `day`: the date in the rep's calendar, `2026-03-03`. */
export function loadOf({ held, days }: RepReservations, day: string): RepCounts {
  const { taken, claimed, claimedFrom } = days[day] ?? NOTHING;
  return { held, claimedToday: claimed, takenToday: taken, claimedFrom: (pool) => claimedFrom[pool] ?? 0 };
}

export type OpenReservation = Pick<EventData<'rep.reservation-taken'>, 'leadId'> & {
  /** Null: from an opening balance. */
  readonly reservationId: string | null;
  readonly purpose: ReservationPurpose | null;
  readonly pool: string | null;
  readonly day: string | null;
  /** When it was posted, ISO. */
  readonly knownAt: string;
};

/** The reservation that holds this lead for the rep; null where there is none or it was returned. */
export function openReservation({ postings }: RepReservations, leadId: string): OpenReservation | null {
  for (let at = postings; at; at = at.before) {
    const open = reservationIn(at.event, leadId);
    if (open !== undefined) return open;
  }
  return null;
}

/** Every lead reserved, in no order. */
export function openReservations({ postings }: RepReservations): readonly OpenReservation[] {
  const found = new Map<string, OpenReservation | null>();
  for (let at = postings; at; at = at.before)
    for (const leadId of leadsOf(at.event)) if (!found.has(leadId)) found.set(leadId, reservationIn(at.event, leadId) ?? null);
  return [...found.values()].filter((open) => open !== null);
}

const leadsOf = ({ type, data }: Posting['event']): readonly string[] => (type === 'rep.balance-opened' ? data.leadIds : [data.leadId]);

/** Undefined: the posting is not about this lead. */
function reservationIn(event: Posting['event'], leadId: string): OpenReservation | null | undefined {
  if (!leadsOf(event).includes(leadId)) return undefined;
  const { knownAt } = event.metadata;
  switch (event.type) {
    case 'rep.reservation-returned':
      return null;
    case 'rep.balance-opened':
      return { leadId, reservationId: null, purpose: null, pool: null, day: null, knownAt };
    case 'rep.reservation-taken': {
      const { reservationId, purpose, pool, day } = event.data;
      return { leadId, reservationId, purpose, pool, day, knownAt };
    }
  }
}

import { type RecordedLedgerEvent, type ReservationPurpose } from '#libs/contracts';

/** One lead taken that counts in a day's flow. */
interface DayTaken {
  readonly taken: number;
  readonly claimed: number;
  readonly claimedFrom: Readonly<Record<string, number>>;
}

/** The postings so far, newest first: who asks for one lead walks them, who asks for a count does not. */
export interface PastPosting {
  readonly event: RecordedLedgerEvent<'rep.reservation-taken' | 'rep.reservation-returned' | 'rep.balance-opened'>;
  readonly before: PastPosting | null;
}

/** What limits of a rep are counted from: a fold of `rep-<id>` beside that of the rep itself. */
export interface RepReservations {
  /** Every lead the rep gets or loses is posted. */
  readonly begun: boolean;
  /** What the rep had before is counted in. */
  readonly opened: boolean;
  /** Open leads, reserved ones included; one that several commands have reserved is one. */
  readonly held: number;
  /** By the date in the rep's calendar; the latest days only, which is all that a limit asks about. */
  readonly days: Readonly<Record<string, DayTaken>>;
  readonly postings: PastPosting | null;
}

export const initialReservations: RepReservations = { begun: false, opened: false, held: 0, days: {}, postings: null };

/** Days around midnight in other zones, and a clock that is a little behind, never need more. */
const DAYS_KEPT = 4;

/**
 * Folds one event of a rep's stream; others than postings leave the state as it is. Whether a lead is counted already by another reservation
 * stands in the posting (`beside`): whoever appends it decides that on the revision it follows.
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
      const { purpose, pool, day, beside } = event.data;
      return {
        ...state,
        held: state.held + (beside ? 0 : 1),
        days: beside === 'same-command' ? state.days : added(state.days, purpose, pool, day, 1),
        postings: { event, before: state.postings },
      };
    }
    case 'rep.reservation-returned': {
      const { undone, beside } = event.data;
      const days = undone ? added(state.days, undone.purpose, undone.pool, undone.day, -1) : state.days;
      return { ...state, held: state.held - (beside ? 0 : 1), days, postings: { event, before: state.postings } };
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

/** The counts without one lead that the rep does not have, and without what commands that never got it say of their days. */
export function loadWithout(
  { days, ...others }: RepReservations,
  isReserved: boolean,
  pending: readonly { readonly purpose: ReservationPurpose; readonly pool: string | null; readonly day: string }[],
  day: string,
): RepCounts {
  const left = pending.reduce((counted, { purpose, pool, day: on }) => added(counted, purpose, pool, on, -1), days);
  return loadOf({ ...others, held: others.held - (isReserved ? 1 : 0), days: left }, day);
}

import { type PoolSettings, type ReservationPurpose } from '#libs/contracts';
import { type Verdict } from '../decision.js';
import { type Capacity } from '../rep-state.js';
import { type RepCounts } from './reservations.evolve.js';

/** What bounds a rep who is about to get a lead. */
export interface Bounds {
  readonly capacity: Capacity;
  /** The pool that a claim takes from; null where it is no claim. */
  readonly pool: { readonly id: string; readonly settings: PoolSettings } | null;
}

export const hasBounds = ({ capacity, pool }: Bounds): boolean =>
  capacity.holdingCap !== null ||
  capacity.intakeCap !== null ||
  (pool !== null && (pool.settings.claimsPerDay !== null || pool.settings.holdingLimit !== null));

/** Never refused: a customer who comes back, and what happened already. */
const UNBOUNDED: ReadonlySet<ReservationPurpose> = new Set(['reopen', 'adopted']);

/**
 * Every limit that the rep has reached, with its numbers. Stock and flow are different limits: what is given back frees the first and never
 * the second. `resetsAt`: ISO, the first instant of the rep's next day.
 */
export function limitsReached(
  purpose: ReservationPurpose,
  load: RepCounts,
  { capacity, pool }: Bounds,
  resetsAt: string,
): readonly Verdict[] {
  if (UNBOUNDED.has(purpose)) return [];
  const { held, claimedToday, takenToday } = load;
  const { holdingCap, intakeCap } = capacity;
  const verdicts: Verdict[] = [
    holdingCap !== null && held >= holdingCap
      ? {
          code: 'REP.HOLDING_CAP_REACHED',
          message: `The rep holds ${held} of at most ${holdingCap} leads; give one back or close one first`,
          detail: { limit: holdingCap, held },
        }
      : null,
    intakeCap !== null && takenToday >= intakeCap
      ? {
          code: 'REP.INTAKE_CAP_REACHED',
          message: `The rep took ${takenToday} of at most ${intakeCap} leads today; the next day begins at ${resetsAt}`,
          detail: { limit: intakeCap, takenToday, resetsAt },
        }
      : null,
  ];
  if (!pool) return verdicts;
  const { claimsPerDay, holdingLimit } = pool.settings;
  const fromPool = load.claimedFrom(pool.id);
  return [
    ...verdicts,
    claimsPerDay !== null && fromPool >= claimsPerDay
      ? {
          code: 'POOL.CLAIM_LIMIT_REACHED',
          message: `The rep claimed ${fromPool} of at most ${claimsPerDay} leads a day from pool ${pool.id}; the next day begins at ${resetsAt}`,
          detail: { pool: pool.id, limit: claimsPerDay, claimedToday: fromPool, claimedTodayFromAll: claimedToday, resetsAt },
        }
      : null,
    holdingLimit !== null && held >= holdingLimit
      ? {
          code: 'POOL.HOLDING_LIMIT_REACHED',
          message: `Pool ${pool.id} is for those who hold less than ${holdingLimit} leads, and the rep holds ${held}; give one back or close one first`,
          detail: { pool: pool.id, limit: holdingLimit, held },
        }
      : null,
  ];
}

import { type WorkingCalendar } from '#libs/calendar';
import { type Fraction } from '#libs/platform';
import { type WantedValue } from './closing-book.js';
import { type FigureSpec } from '../assignment-policy/assignment-spec.js';
import { type GroupState } from '../group.evolve.js';
import { type RepState } from '../rep-state.js';

/** What an automatic distribution has given a rep, as one policy's account keeps it. */
export interface Turns {
  /** The sum of turns / weight: the lowest goes next. */
  readonly pointer: Fraction;
  /** Which turn of the account was the rep's last; 0: none yet. */
  readonly lastTurn: number;
  /** ISO; null: none yet. */
  readonly lastAt: string | null;
  /** The rep was away when turns were last given: on coming back it is levelled with the others, not flooded. */
  readonly away: boolean;
}

/** What a rep has and takes. */
export interface RepLoad {
  /** Open leads that it owns, and those that were decided for it and are on their way. */
  readonly open: number;
  /** Leads given to it from an instant (milliseconds since the epoch; of the last two days) on. */
  takenSince(from: number): number;
}

/**
 * Everything a decision may look at: the fold of the log up to `position` and, beyond it, of the team's own decisions; no clock, no table, no
 * cache that is not such a fold. All times are milliseconds since the epoch.
 */
export interface DispatchState {
  readonly position: number;
  rep(id: string): RepState | null;
  team(id: string): GroupState | null;
  pool(id: string): GroupState | null;
  /** By calendar id; null: nothing was published. */
  calendar(id: string): WorkingCalendar | null;
  /** For how long whoever had a lead last may not have it from this pool again. */
  coolDownMinutes(pool: string): number;
  /** In the order of their ids. */
  membersOf(team: string, at: number): readonly string[];
  load(rep: string): RepLoad;
  /** By rep id. `accountOf` names the account of a policy. */
  turns(account: string): ReadonlyMap<string, Turns>;
  /** Closings of leads that the rep owned, as the figure counts them; `wanted` says which values of its attribute. */
  closings(rep: string, figure: FigureSpec, wanted: WantedValue, at: number): { readonly won: number; readonly lost: number };
}

/** A policy in test has an account of its own, so that it decides as if it were alone. */
export const accountOf = (policy: string, mode: 'live' | 'shadow'): string => (mode === 'live' ? policy : `${policy} (test)`);

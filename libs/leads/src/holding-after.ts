import { type Holder, type RecordedLedgerEvent } from '#libs/contracts';
import { leadFold } from './lead-fold.js';
import { holderAt } from './lead-state.js';

/** Who holds a lead after these events of its stream, since when (milliseconds since the epoch), and whether it is open; null: there is none. */
export function holdingAfter(
  events: readonly RecordedLedgerEvent[],
): { readonly open: boolean; readonly to: Holder; readonly since: number } | null {
  const state = events.reduce(leadFold.evolve, leadFold.initial);
  const holding = state.knownAt === null ? null : holderAt(state, Math.max(Date.parse(state.knownAt), state.lastStart));
  return state.status === 'none' || !holding ? null : { open: state.status === 'open', to: holding.to, since: holding.start };
}

import { type ReservationPurpose } from '#libs/contracts';
import { type ReturnReason } from '#libs/dispatch';
import { type LeadAction } from '../lead-action.js';
import { holderAt, type LeadState } from '../lead-state.js';

/** The rep who has an open lead; null: no person has it, or it is closed. */
export function holdingRep(state: LeadState, at: number): string | null {
  const holder = state.status === 'open' ? holderAt(state, at)?.to : undefined;
  return holder?.kind === 'person' ? holder.id : null;
}

/** What a command does to the stocks of reps. */
export interface ChangeOfHands {
  readonly gain: { readonly rep: string; readonly purpose: ReservationPurpose; readonly fromPool: string | null } | null;
  readonly loss: { readonly rep: string; readonly because: Exclude<ReturnReason, 'not-taken'> } | null;
}

/** `at` in milliseconds: the server's clock. */
export function changeOfHands(before: LeadState, after: LeadState, action: LeadAction | null, at: number): ChangeOfHands {
  const had = holdingRep(before, at);
  const has = holdingRep(after, at);
  if (had === has) return { gain: null, loss: null };
  const from = holderAt(before, at)?.to;
  return {
    gain:
      has === null
        ? null
        : { rep: has, purpose: (action && PURPOSES[action.do]) ?? 'adopted', fromPool: from?.kind === 'pool' ? from.id : null },
    loss: had === null ? null : { rep: had, because: after.status === 'open' ? 'lost' : 'closed' },
  };
}

/** Whatever else gives a rep a lead is never refused: arrivals, and corrections that say what was so all along. */
const PURPOSES: Readonly<Partial<Record<LeadAction['do'], ReservationPurpose>>> = {
  'claim-lead': 'claim',
  'assign-lead': 'assignment',
  'transfer-lead': 'transfer',
  'reopen-lead': 'reopen',
};

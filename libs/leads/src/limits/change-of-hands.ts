import { type ReservationPurpose } from '#libs/contracts';
import { type ReturnReason } from '#libs/dispatch';
import { assertNever } from '#libs/platform';
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
  readonly loss: { readonly rep: string; readonly because: ReturnReason } | null;
}

/** `at` in milliseconds: the server's clock. */
export function changeOfHands(before: LeadState, after: LeadState, action: LeadAction, at: number): ChangeOfHands {
  const had = holdingRep(before, at);
  const has = holdingRep(after, at);
  if (had === has) return { gain: null, loss: null };
  const from = holderAt(before, at)?.to;
  return {
    gain: has === null ? null : { rep: has, purpose: purposeOf(action), fromPool: from?.kind === 'pool' ? from.id : null },
    loss: had === null ? null : { rep: had, because: after.status === 'open' ? 'lost' : 'closed' },
  };
}

function purposeOf(action: LeadAction): ReservationPurpose {
  switch (action.do) {
    case 'claim-lead':
      return 'claim';
    case 'assign-lead':
      return 'assignment';
    case 'transfer-lead':
      return 'transfer';
    case 'reopen-lead':
      return 'reopen';
    // Arrivals are never refused, and a correction says what was so all along.
    case 'capture-inquiry':
    case 'correct-ownership':
    case 'recycle-lead':
    case 'release-lead':
    case 'move-lead':
    case 'lock-lead':
    case 'unlock-lead':
    case 'request-access':
    case 'decide-access':
    case 'change-attributes':
    case 'record-follow-up':
    case 'plan-next-action':
    case 'enter-stage':
    case 'win-lead':
    case 'lose-lead':
    case 'close-lead':
    case 'mark-lead-invalid':
      return 'adopted';
    default:
      return assertNever(action);
  }
}

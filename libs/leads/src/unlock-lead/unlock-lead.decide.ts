import { textCheck } from '../checks.js';
import { type Decide, type DecideContext, outcome, type Verdict } from '../decision.js';
import { type UnlockLead } from '../lead-action.js';
import { exists } from '../lead-rules.js';
import { isLocked, type LeadState } from '../lead-state.js';

export const decideUnlock: Decide<UnlockLead> = (state, { reason }, context) =>
  outcome(context, { impossible: [exists(state), textCheck('reason', reason)], breaches: [isLockedNow(state, context)] }, () => ({
    type: 'lead.unlocked',
    data: { reason: reason ?? null },
  }));

const isLockedNow = (state: LeadState, context: DecideContext): Verdict =>
  state.status === 'none' || isLocked(state, context.start)
    ? null
    : { code: 'LEAD.NOT_LOCKED', message: 'The lead is not locked; there is nothing to unlock' };

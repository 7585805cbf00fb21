import { type DecideContext, type Decision, idCheck, outcome } from '../decision.js';
import { type WithdrawLeave } from '../people-action.js';
import { isActive } from '../rep-rules.js';
import { type RepState } from '../rep-state.js';

/** The rep stays. */
export const decideWithdrawLeave = (state: RepState, { rep }: WithdrawLeave, context: DecideContext): Decision =>
  outcome(context, [idCheck('rep', rep)], [isActive(state, rep)], () => (state.leave ? [{ type: 'rep.leave-withdrawn', data: {} }] : []));

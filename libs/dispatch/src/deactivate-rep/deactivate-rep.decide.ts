import { type DecideContext, type Decision, idCheck, outcome } from '../decision.js';
import { type DeactivateRep } from '../organisation-action.js';
import { isActive } from '../rep-rules.js';
import { type RepState } from '../rep-state.js';

/** The rep gets no more leads and is in no team from here on; what the rep did stays credited. */
export const decideDeactivateRep = (state: RepState, { rep, reason }: DeactivateRep, context: DecideContext): Decision =>
  outcome(context, [idCheck('rep', rep)], [isActive(state, rep)], () => [{ type: 'rep.deactivated', data: { reason: reason ?? null } }]);

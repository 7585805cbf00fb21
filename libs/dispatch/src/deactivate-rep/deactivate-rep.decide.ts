import { type DecideContext, type Decision, idCheck, outcome, type Verdict } from '../decision.js';
import { type DeactivateRep } from '../organisation-action.js';
import { isActive } from '../rep-rules.js';
import { type RepState } from '../rep-state.js';

/** The rep gets no more leads and is in no team from here on; what the rep did stays credited. */
export const decideDeactivateRep = (state: RepState, { rep, reason }: DeactivateRep, context: DecideContext): Decision =>
  outcome(context, [idCheck('rep', rep)], [isActive(state, rep), hasNoDuties(rep, context)], () => [
    { type: 'rep.deactivated', data: { reason: reason ?? null } },
  ]);

const hasNoDuties = (rep: string, { duties }: DecideContext): Verdict =>
  duties.length === 0
    ? null
    : {
        code: 'REP.HAS_DUTIES',
        message: `${rep} is accountable for ${duties.join(', ')}; name a successor for each first`,
        path: 'rep',
        detail: { duties },
      };

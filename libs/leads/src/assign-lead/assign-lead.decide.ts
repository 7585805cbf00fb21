import { holderCheck, holderExists, idCheck, textCheck } from '../checks.js';
import { type Decide, outcome } from '../decision.js';
import { type AssignLead } from '../lead-action.js';
import { changesHolder, exists, isOpen, unmovedSince } from '../lead-rules.js';
import { mayMoveTo, mayOverrule } from '../pool-rules.js';
import { ownershipData, teamFor } from '../ownership-fact.js';

/** A person or a rule sets the holder of an open lead. */
export const decideAssign: Decide<AssignLead> = (state, action, context) => {
  const { to, team, reason } = action;
  return outcome(
    context,
    {
      impossible: [exists(state), holderCheck('to', to), idCheck('team', team), textCheck('reason', reason)],
      breaches: [
        isOpen(state),
        unmovedSince(state, action.decidedOn, context),
        holderExists('to', to, context),
        changesHolder(state, to, teamFor(to, team, context), context),
        mayMoveTo(state, to, context),
        mayOverrule(action, context),
      ],
    },
    () => ({ type: 'lead.assigned', data: ownershipData(state, to, team, reason, context) }),
  );
};

import { holderCheck, holderExists, idCheck, reasonCheck } from '../checks.js';
import { type Decide, outcome } from '../decision.js';
import { type TransferLead } from '../lead-action.js';
import { differentHolder, exists, isOpen } from '../lead-rules.js';
import { mayMoveTo, mayOverrule } from '../pool-rules.js';
import { ownershipData, teamFor } from '../ownership-fact.js';

/** Hand-over from one holder to another, with a reason. */
export const decideTransfer: Decide<TransferLead> = (state, action, context) => {
  const { to, team, reason } = action;
  return outcome(
    context,
    {
      impossible: [exists(state), holderCheck('to', to), idCheck('team', team)],
      breaches: [
        isOpen(state),
        reasonCheck(reason),
        holderExists('to', to, context),
        differentHolder(state, to, teamFor(to, team, context), context),
        mayMoveTo(state, to, context),
        mayOverrule(action, context),
      ],
    },
    () => ({ type: 'lead.transferred', data: ownershipData(state, to, team, reason, context) }),
  );
};

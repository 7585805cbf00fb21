import { holderCheck, holderExists, idCheck, textCheck } from '../checks.js';
import { type Decide, outcome } from '../decision.js';
import { type AssignLead } from '../lead-action.js';
import { changesHolder, exists, isOpen, unmovedSince } from '../lead-rules.js';
import { ownershipData, teamFor } from '../ownership-fact.js';

/** A person or a rule sets the holder of an open lead. */
export const decideAssign: Decide<AssignLead> = (state, { to, team, reason, decidedOn }, context) =>
  outcome(
    context,
    {
      impossible: [exists(state), holderCheck('to', to), idCheck('team', team), textCheck('reason', reason)],
      breaches: [
        isOpen(state),
        unmovedSince(state, decidedOn, context),
        holderExists('to', to, context),
        changesHolder(state, to, teamFor(to, team, context), context),
      ],
    },
    () => ({ type: 'lead.assigned', data: ownershipData(state, to, team, reason, context) }),
  );

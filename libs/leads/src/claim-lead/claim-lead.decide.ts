import { holderExists, idCheck, textCheck } from '../checks.js';
import { type Decide, type DecideContext, holderOf, outcome, type Verdict } from '../decision.js';
import { isoInstant } from '../instant.js';
import { type ClaimLead } from '../lead-action.js';
import { type LeadState } from '../lead-state.js';
import { exists, isOpen, nameOf } from '../lead-rules.js';
import { isNotLocked, poolAllowsClaim } from '../pool-rules.js';
import { ownershipData } from '../ownership-fact.js';

/** A rep takes an open lead from a pool. Of several, the first wins; the others learn who it was. */
export const decideClaim: Decide<ClaimLead> = (state, action, context) => {
  const { rep, team, reason } = action;
  const to = { kind: 'person' as const, id: rep };
  return outcome(
    context,
    {
      impossible: [exists(state), idCheck('rep', rep), idCheck('team', team), textCheck('reason', reason)],
      breaches: [
        isInPool(state, context),
        isOpen(state),
        isNotLocked(state, context),
        holderExists('rep', to, context),
        forItself(rep, context),
        ...(context.enforcement === 'block' ? poolAllowsClaim(state, action, context) : []),
      ],
    },
    () => ({ type: 'lead.claimed', data: ownershipData(state, to, team, reason, context) }),
  );
};

function isInPool(state: LeadState, context: DecideContext): Verdict {
  const present = holderOf(state, context);
  if (!present || state.status === 'none' || present.to.kind === 'pool') return null;
  if (present.to.kind === 'person')
    return {
      code: 'LEAD.ALREADY_CLAIMED',
      message: `${present.to.id} already has the lead; choose another from the pool`,
      detail: { owner: present.to.id, team: present.team, since: Number.isFinite(present.start) ? isoInstant(present.start) : null },
    };
  return {
    code: 'LEAD.NOT_IN_POOL',
    message: `Held by ${nameOf(present.to)}; only a lead in a pool can be claimed`,
    detail: { holder: present.to },
  };
}

const forItself = (rep: string, context: DecideContext): Verdict =>
  context.actingRep === null || context.actingRep === rep || context.rights.has('claim-for-others')
    ? null
    : { code: 'LEAD.CLAIM_FOR_OTHER', message: `A rep claims for itself; ${context.actingRep} may not claim for ${rep}`, path: 'rep' };

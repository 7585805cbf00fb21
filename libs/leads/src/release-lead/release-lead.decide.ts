import { holderExists, idCheck, textCheck } from '../checks.js';
import { type Decide, type DecideContext, holderOf, outcome, type Verdict } from '../decision.js';
import { type ReleaseLead } from '../lead-action.js';
import { exists, isHeld, isOpen, nameOf } from '../lead-rules.js';
import { type LeadState } from '../lead-state.js';
import { ownershipData } from '../ownership-fact.js';
import { INTAKE_POOL } from '../intake-pool.js';

/** The owner gives the lead back to a pool; someone else needs the right to. */
export const decideRelease: Decide<ReleaseLead> = (state, { pool = INTAKE_POOL, reason }, context) => {
  const to = { kind: 'pool' as const, id: pool };
  return outcome(
    context,
    {
      impossible: [exists(state), idCheck('pool', pool), textCheck('reason', reason)],
      breaches: [isOpen(state), isHeld(state, context), mayRelease(state, context), holderExists('pool', to, context)],
    },
    () => ({ type: 'lead.released', data: ownershipData(state, to, undefined, reason, context) }),
  );
};

function mayRelease(state: LeadState, context: DecideContext): Verdict {
  const holder = holderOf(state, context)?.to;
  const isOwner = holder?.kind === 'person' && holder.id === context.actingRep;
  if (!holder || holder.kind === 'pool' || holder.kind === 'unknown' || isOwner || context.rights.has('release-leads-of-others'))
    return null;
  return {
    code: 'LEAD.NOT_OWNER',
    message: `The lead belongs to ${nameOf(holder)}; its owner or someone with the right can release it`,
    detail: { holder },
  };
}

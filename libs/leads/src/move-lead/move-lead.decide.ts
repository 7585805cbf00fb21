import { holderExists, idCheck, reasonCheck } from '../checks.js';
import { type Decide, type DecideContext, holderOf, outcome, type Verdict } from '../decision.js';
import { type MoveLead } from '../lead-action.js';
import { differentHolder, exists, isOpen, nameOf } from '../lead-rules.js';
import { type LeadState } from '../lead-state.js';
import { ownershipData, teamFor } from '../ownership-fact.js';
import { mayMoveTo } from '../pool-rules.js';

/** Moves a lead that nobody owns from one pool to another. */
export const decideMove: Decide<MoveLead> = (state, { pool, reason }, context) => {
  const to = { kind: 'pool' as const, id: pool };
  return outcome(
    context,
    {
      impossible: [exists(state), idCheck('pool', pool)],
      breaches: [
        isOpen(state),
        isPooled(state, context),
        reasonCheck(reason),
        holderExists('pool', to, context),
        differentHolder(state, to, teamFor(to, undefined, context), context),
        mayMoveTo(state, to, context),
      ],
    },
    () => ({ type: 'lead.transferred', data: ownershipData(state, to, undefined, reason, context) }),
  );
};

function isPooled(state: LeadState, context: DecideContext): Verdict {
  const holder = holderOf(state, context)?.to;
  return !holder || holder.kind === 'pool'
    ? null
    : {
        code: 'LEAD.NOT_IN_POOL',
        message: `Held by ${nameOf(holder)}; release or transfer it, only a lead in a pool is moved`,
        detail: { holder },
      };
}

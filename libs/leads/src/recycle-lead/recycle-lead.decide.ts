import { holderExists, idCheck, textCheck } from '../checks.js';
import { type Decide, type DecideContext, outcome, type Verdict } from '../decision.js';
import { INTAKE_POOL } from '../intake-pool.js';
import { isoInstant } from '../instant.js';
import { type RecycleLead } from '../lead-action.js';
import { exists, isHeld, isOpen } from '../lead-rules.js';
import { type LeadState } from '../lead-state.js';
import { ownershipData } from '../ownership-fact.js';

/** Returns a lead from its holder to a pool under a rule or by hand. A change of owner since the due time makes it void. */
export const decideRecycle: Decide<RecycleLead> = (state, { pool = INTAKE_POOL, reason }, context) => {
  const to = { kind: 'pool' as const, id: pool };
  return outcome(
    context,
    {
      impossible: [exists(state), idCheck('pool', pool), textCheck('reason', reason)],
      breaches: [isOpen(state), isHeld(state, context), unchangedSince(state, context), holderExists('pool', to, context)],
    },
    () => ({ type: 'lead.recycled', data: ownershipData(state, to, undefined, reason, context) }),
  );
};

function unchangedSince(state: LeadState, context: DecideContext): Verdict {
  const latest = state.ownership.at(-1);
  return latest && latest.start > context.start
    ? {
        code: 'LEAD.CHANGED_HANDS',
        message: `The lead changed hands at ${isoInstant(latest.start)}, after the recycling was due; it stays where it is`,
      }
    : null;
}

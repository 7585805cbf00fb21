import { holderExists, idCheck, textCheck } from '../checks.js';
import { type Decide, type DecideContext, outcome, type Verdict } from '../decision.js';
import { standingProtection } from '../clocks/standing.js';
import { INTAKE_POOL } from '../intake-pool.js';
import { isoInstant } from '../instant.js';
import { type RecycleLead } from '../lead-action.js';
import { exists, isHeld, isOpen } from '../lead-rules.js';
import { type LeadState } from '../lead-state.js';
import { isNotLocked } from '../pool-rules.js';
import { ownershipData } from '../ownership-fact.js';

/** Returns a lead from its holder to a pool under a rule or by hand. A change of owner since the due time makes it void. */
export const decideRecycle: Decide<RecycleLead> = (state, { pool = INTAKE_POOL, reason, rule }, context) => {
  const to = { kind: 'pool' as const, id: pool };
  return outcome(
    context,
    {
      impossible: [exists(state), idCheck('pool', pool), textCheck('reason', reason)],
      breaches: [
        isOpen(state),
        isNotLocked(state, context),
        isHeld(state, context),
        unchangedSince(state, context),
        isOver(state, rule),
        holderExists('pool', to, context),
      ],
    },
    () => ({
      type: 'lead.recycled',
      data: {
        ...ownershipData(state, to, undefined, reason, context),
        ...(rule && { rule: { ...rule, lastFollowUpId: state.clocks.protection?.lastActivity?.followUpId ?? null } }),
      },
    }),
  );
};

/** A follow-up that was recorded meanwhile has moved the due time. */
function isOver(state: LeadState, rule: RecycleLead['rule']): Verdict {
  const protection = standingProtection(state);
  if (!rule || (protection?.protectionId === rule.protectionId && isoInstant(protection.dueAt) === rule.dueAt)) return null;
  return { code: 'LEAD.PROTECTED', message: `The protection that was due at ${rule.dueAt} has moved or ended; the lead stays where it is` };
}

function unchangedSince(state: LeadState, context: DecideContext): Verdict {
  const latest = state.ownership.at(-1);
  return latest && latest.start > context.start
    ? {
        code: 'LEAD.CHANGED_HANDS',
        message: `The lead changed hands at ${isoInstant(latest.start)}, after the recycling was due; it stays where it is`,
      }
    : null;
}

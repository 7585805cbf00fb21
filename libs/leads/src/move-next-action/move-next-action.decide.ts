import { idCheck, instantCheck, textCheck, worksHere } from '../checks.js';
import { type Decide, outcome } from '../decision.js';
import { instantOf } from '../instant.js';
import { type MoveNextAction } from '../lead-action.js';
import { exists, isOpen } from '../lead-rules.js';
import { isPlanned } from '../promises/next-action-rules.js';

/** What was planned is done at another time, or by somebody else. */
export const decideMoveAction: Decide<MoveNextAction> = (state, { actionId, dueAt, by, reason }, context) =>
  outcome(
    context,
    {
      impossible: [exists(state), instantCheck('dueAt', dueAt), idCheck('by', by), textCheck('reason', reason), isPlanned(state, actionId)],
      breaches: [isOpen(state), worksHere('by', by, context)],
    },
    () => {
      const planned = state.clocks.nextAction!;
      const data = { actionId: planned.actionId, dueAt: instantOf(dueAt)!, by: by ?? planned.by, reason: reason ?? null };
      return { type: 'lead.next-action-moved', data };
    },
  );

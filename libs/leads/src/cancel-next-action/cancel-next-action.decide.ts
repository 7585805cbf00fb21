import { textCheck } from '../checks.js';
import { type Decide, outcome } from '../decision.js';
import { type CancelNextAction } from '../lead-action.js';
import { exists, isOpen } from '../lead-rules.js';
import { isPlanned } from '../promises/next-action-rules.js';

/** What was planned need not be done. */
export const decideCancelAction: Decide<CancelNextAction> = (state, { actionId, reason }, context) =>
  outcome(
    context,
    { impossible: [exists(state), textCheck('reason', reason), isPlanned(state, actionId)], breaches: [isOpen(state)] },
    () => ({
      type: 'lead.next-action-cancelled',
      data: { actionId: state.clocks.nextAction!.actionId, reason: reason ?? null },
    }),
  );

import { textCheck } from '../checks.js';
import { type Decide, outcome } from '../decision.js';
import { type CompleteNextAction } from '../lead-action.js';
import { exists, isOpen } from '../lead-rules.js';
import { isPlanned } from '../promises/next-action-rules.js';

/** What was planned is done. */
export const decideDone: Decide<CompleteNextAction> = (state, { actionId, note }, context) =>
  outcome(
    context,
    { impossible: [exists(state), textCheck('note', note, 1_000), isPlanned(state, actionId)], breaches: [isOpen(state)] },
    () => ({
      type: 'lead.next-action-done',
      data: { actionId: state.clocks.nextAction!.actionId, note: note ?? null },
    }),
  );

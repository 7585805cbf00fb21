import { idCheck, instantCheck, textCheck, worksHere } from '../checks.js';
import { type Decide, holderOf, outcome } from '../decision.js';
import { instantOf } from '../instant.js';
import { type PlanNextAction } from '../lead-action.js';
import { exists, isOpen } from '../lead-rules.js';

/** What is to be done next, by when, by whom; replaces what was planned before. */
export const decideNextAction: Decide<PlanNextAction> = (state, { action, dueAt, by }, context) =>
  outcome(
    context,
    {
      impossible: [exists(state), textCheck('action', action, 1_000), instantCheck('dueAt', dueAt), idCheck('by', by)],
      breaches: [isOpen(state), worksHere('by', by, context)],
    },
    () => {
      const holder = holderOf(state, context)?.to;
      const owner = holder?.kind === 'person' ? holder.id : null;
      return {
        type: 'lead.next-action-planned',
        data: { actionId: context.id('next-action'), action, dueAt: instantOf(dueAt)!, by: by ?? owner },
      };
    },
  );

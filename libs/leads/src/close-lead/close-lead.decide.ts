import { textCheck } from '../checks.js';
import { type Decide, outcome } from '../decision.js';
import { type CloseLead } from '../lead-action.js';
import { exists, isOpen } from '../lead-rules.js';

/** Ends the work on a lead for another reason than winning or losing it. */
export const decideClose: Decide<CloseLead> = (state, { disposition, reason }, context) =>
  outcome(
    context,
    { impossible: [exists(state), textCheck('disposition', disposition, 128), textCheck('reason', reason)], breaches: [isOpen(state)] },
    () => ({ type: 'lead.closed', data: { disposition, reason: reason ?? null } }),
  );

import { textCheck } from '../checks.js';
import { type Decide, outcome } from '../decision.js';
import { type LoseLead } from '../lead-action.js';
import { exists, isOpen } from '../lead-rules.js';

export const decideLose: Decide<LoseLead> = (state, { reason }, context) =>
  outcome(context, { impossible: [exists(state), textCheck('reason', reason)], breaches: [isOpen(state)] }, () => ({
    type: 'lead.lost',
    data: { reason: reason ?? null },
  }));

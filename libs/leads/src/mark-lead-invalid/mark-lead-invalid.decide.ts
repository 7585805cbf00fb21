import { reasonCheck } from '../checks.js';
import { type Decide, outcome } from '../decision.js';
import { type MarkLeadInvalid } from '../lead-action.js';
import { exists, isOpen } from '../lead-rules.js';

/** The lead was none: spam, a test, nobody there. */
export const decideInvalid: Decide<MarkLeadInvalid> = (state, { reason }, context) =>
  outcome(context, { impossible: [exists(state), reasonCheck(reason)], breaches: [isOpen(state)] }, () => ({
    type: 'lead.marked-invalid',
    data: { reason },
  }));

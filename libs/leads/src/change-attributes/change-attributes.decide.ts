import { attributesCheck } from '../checks.js';
import { type Decide, outcome } from '../decision.js';
import { type ChangeAttributes } from '../lead-action.js';
import { exists } from '../lead-rules.js';

/** Sets clear facts of a lead; null takes one away. No follow-up: it leaves idle time alone. */
export const decideAttributes: Decide<ChangeAttributes> = (state, { attributes }, context) =>
  outcome(context, { impossible: [exists(state), ...attributesCheck(attributes)] }, () => ({
    type: 'lead.attributes-changed',
    data: { attributes },
  }));

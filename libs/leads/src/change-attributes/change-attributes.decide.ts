import { attributesCheck } from '../checks.js';
import { type Decide, outcome } from '../decision.js';
import { type ChangeAttributes } from '../lead-action.js';
import { exists } from '../lead-rules.js';
import { vocabularyCheck } from '../vocabulary-check.js';

/** Sets clear facts of a lead; null takes one away. No follow-up: it leaves idle time alone. */
export const decideAttributes: Decide<ChangeAttributes> = (state, { attributes }, context) => {
  const { impossible, findings } = vocabularyCheck(context, { attributes });
  const rules = { impossible: [exists(state), ...attributesCheck(attributes), ...impossible], findings };
  return outcome(context, rules, () => ({ type: 'lead.attributes-changed', data: { attributes } }));
};

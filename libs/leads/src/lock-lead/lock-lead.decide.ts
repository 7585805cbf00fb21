import { instantCheck, reasonCheck } from '../checks.js';
import { type Decide, type DecideContext, outcome, type Verdict } from '../decision.js';
import { instantOf } from '../instant.js';
import { type LockLead } from '../lead-action.js';
import { exists, isOpen } from '../lead-rules.js';

/** Exempts a lead from recycling and from claims. A lead that is locked already is locked anew, with the new end. */
export const decideLock: Decide<LockLead> = (state, { until, reason }, context) =>
  outcome(
    context,
    {
      impossible: [exists(state), reasonCheck(reason), instantCheck('until', until), endsLater(until, context)],
      breaches: [isOpen(state)],
    },
    () => ({ type: 'lead.locked', data: { until: until === undefined ? null : instantOf(until), reason } }),
  );

function endsLater(until: string | undefined, context: DecideContext): Verdict {
  const end = until === undefined ? null : instantOf(until);
  return end !== null && Date.parse(end) <= context.start
    ? { code: 'LOCK.ENDS_BEFORE_IT_BEGINS', message: 'until must lie in the future', path: 'until' }
    : null;
}

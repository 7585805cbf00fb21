import { instantCheck, textCheck } from '../checks.js';
import { type Decide, outcome, type Verdict } from '../decision.js';
import { instantOf } from '../instant.js';
import { type DeclareWaiting } from '../lead-action.js';
import { exists, isOpen } from '../lead-rules.js';
import { liesAhead } from '../promises/next-action-rules.js';

const WHOM = ['customer', 'colleague', 'other'];

/** Nothing can be done before somebody answers; on the date at the latest it is taken up again. */
export const decideWaiting: Decide<DeclareWaiting> = (state, { on = 'customer', for: what, until }, context) => {
  const date = instantOf(until);
  return outcome(
    context,
    {
      impossible: [
        exists(state),
        what.trim() === '' ? { code: 'FIELD.BLANK', message: 'Say what is waited for', path: 'for' } : textCheck('for', what, 500),
        instantCheck('until', until),
        onSomebody(on),
      ],
      breaches: [isOpen(state), date === null ? null : liesAhead('until', Date.parse(date), context.now)],
    },
    () => ({ type: 'lead.waiting-declared', data: { waitingId: context.id('waiting'), on, for: what, until: date! } }),
  );
};

const onSomebody = (on: string): Verdict =>
  WHOM.includes(on) ? null : { code: 'WAITING.ON_UNKNOWN', message: `on must be one of ${WHOM.join(', ')}`, path: 'on' };

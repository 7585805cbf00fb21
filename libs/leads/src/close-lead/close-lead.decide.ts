import { instantCheck, textCheck } from '../checks.js';
import { type Decide, outcome, type Verdict } from '../decision.js';
import { instantOf } from '../instant.js';
import { type CloseLead } from '../lead-action.js';
import { exists, isOpen } from '../lead-rules.js';
import { liesAhead } from '../promises/next-action-rules.js';

/** Ends the work on a lead for another reason than winning or losing it. `not_now` names the day on which it is taken up again. */
export const decideClose: Decide<CloseLead> = (state, { disposition, reason, revisitAt }, context) => {
  const revisit = revisitAt === undefined ? null : instantOf(revisitAt);
  return outcome(
    context,
    {
      impossible: [
        exists(state),
        textCheck('disposition', disposition, 128),
        textCheck('reason', reason),
        instantCheck('revisitAt', revisitAt),
      ],
      breaches: [
        isOpen(state),
        hasRevisit(disposition, revisitAt),
        revisit === null ? null : liesAhead('revisitAt', Date.parse(revisit), context.now),
      ],
    },
    () => ({ type: 'lead.closed', data: { disposition, reason: reason ?? null, ...(revisit !== null && { revisitAt: revisit }) } }),
  );
};

const hasRevisit = (disposition: string, revisitAt: string | undefined): Verdict =>
  /^not[ _-]?now$/i.test(disposition.trim()) && revisitAt === undefined
    ? { code: 'DISPOSITION.REVISIT_MISSING', message: 'Not now is not never: say when to come back', path: 'revisitAt' }
    : null;

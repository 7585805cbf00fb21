import { idCheck, instantCheck, textCheck } from '../checks.js';
import { type Decide, type DecideContext, outcome, type Verdict } from '../decision.js';
import { instantOf } from '../instant.js';
import { type DecideAccessRequest } from '../lead-action.js';
import { exists } from '../lead-rules.js';
import { type LeadState } from '../lead-state.js';

/** A manager lets a rep see one lead, or does not. A decision can be changed: the last one counts. */
export const decideAccessRequest: Decide<DecideAccessRequest> = (state, { requestId, granted, until, reason }, context) =>
  outcome(
    context,
    {
      impossible: [
        exists(state),
        idCheck('requestId', requestId),
        instantCheck('until', until),
        textCheck('reason', reason),
        isAsked(state, requestId),
        endsLater(until, context),
      ],
    },
    () => ({
      type: 'lead.access-decided',
      data: {
        requestId,
        rep: state.accessRequests.find((request) => request.requestId === requestId)!.rep,
        granted,
        until: granted && until !== undefined ? instantOf(until) : null,
        reason: reason ?? null,
      },
    }),
  );

const isAsked = (state: LeadState, requestId: string): Verdict =>
  state.status === 'none' || state.accessRequests.some((request) => request.requestId === requestId)
    ? null
    : { code: 'ACCESS.NO_SUCH_REQUEST', message: 'Nobody asked for this lead under that id', path: 'requestId' };

function endsLater(until: string | undefined, context: DecideContext): Verdict {
  const end = until === undefined ? null : instantOf(until);
  return end !== null && Date.parse(end) <= context.start
    ? { code: 'ACCESS.ENDS_BEFORE_IT_BEGINS', message: 'until must lie in the future', path: 'until' }
    : null;
}

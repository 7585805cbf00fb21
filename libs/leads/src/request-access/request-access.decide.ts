import { reasonCheck } from '../checks.js';
import { type Decide, type DecideContext, outcome, type Verdict } from '../decision.js';
import { type RequestAccess } from '../lead-action.js';
import { exists } from '../lead-rules.js';
import { type LeadState } from '../lead-state.js';

/** What hiding costs is counted from these: a rep asks for a lead that the visibility in force keeps from it. */
export const decideAccessWish: Decide<RequestAccess> = (state, { reason }, context) =>
  outcome(
    context,
    { impossible: [exists(state), isRep(context), reasonCheck(reason), isKeptFrom(context), isNew(state, context)] },
    () => ({
      type: 'lead.access-requested',
      data: { requestId: context.id('access-request'), rep: context.bound!.rep!, mode: context.bound!.sight.decidedBy, reason },
    }),
  );

const isRep = ({ bound }: DecideContext): Verdict =>
  bound?.rep == null
    ? { code: 'ACCESS.NOT_A_REP', message: 'Only reps ask for access; your token names none, and other roles see every lead' }
    : null;

const isKeptFrom = ({ bound }: DecideContext): Verdict =>
  bound?.sight.sight === 'full' ? { code: 'ACCESS.GRANTED_ALREADY', message: `You see this lead already: ${bound.sight.because}` } : null;

function isNew(state: LeadState, { bound }: DecideContext): Verdict {
  const waiting = state.accessRequests.find(({ rep, decided }) => rep === bound?.rep && decided === null);
  return waiting
    ? {
        code: 'ACCESS.REQUESTED_ALREADY',
        message: 'You have asked for this lead already; a manager decides',
        detail: { requestId: waiting.requestId },
      }
    : null;
}

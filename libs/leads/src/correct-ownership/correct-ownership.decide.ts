import { holderCheck, holderExists, idCheck, instantCheck, reasonCheck } from '../checks.js';
import { type Decide, type DecideContext, outcome, type Verdict } from '../decision.js';
import { instantOf, isoInstant } from '../instant.js';
import { type CorrectOwnership } from '../lead-action.js';
import { exists } from '../lead-rules.js';
import { type LeadState } from '../lead-state.js';
import { teamFor } from '../ownership-fact.js';

/** Says afterwards who really had the lead since `occurredAt`: until the next ownership event, or until the end it names. */
export const decideCorrection: Decide<CorrectOwnership> = (state, action, context) =>
  outcome(
    context,
    {
      impossible: [
        exists(state),
        holderCheck('to', action.to),
        idCheck('team', action.team),
        reasonCheck(action.reason),
        instantCheck('until', action.until),
        saysSince(context),
        endsAfterItBegins(action, context),
      ],
      breaches: [afterCapture(state, context), knownHolder(action, context)],
    },
    () => ({
      type: 'lead.ownership-corrected',
      data: {
        to: action.to,
        team: teamFor(action.to, action.team, context),
        until: action.until === undefined ? null : instantOf(action.until),
        reason: action.reason,
      },
    }),
  );

/** Who has left since may have had the lead then, and that nobody knows who had it can be the correction; a name nobody bears is a mistake. */
function knownHolder({ to }: CorrectOwnership, context: DecideContext): Verdict {
  if (to.kind === 'unknown') return null;
  const verdict = holderExists('to', to, context);
  return verdict?.code === 'REP.INACTIVE' ? null : verdict;
}

const saysSince = (context: DecideContext): Verdict =>
  context.occurredAt.precision === 'unknown'
    ? { code: 'CORRECTION.SINCE_MISSING', message: 'Say since when: a correction needs an instant or a date', path: 'occurredAt' }
    : null;

function endsAfterItBegins(action: CorrectOwnership, context: DecideContext): Verdict {
  const until = action.until === undefined ? null : instantOf(action.until);
  return until !== null && Date.parse(until) <= context.start
    ? { code: 'CORRECTION.ENDS_BEFORE_IT_BEGINS', message: `until must be later than ${isoInstant(context.start)}`, path: 'until' }
    : null;
}

const afterCapture = (state: LeadState, context: DecideContext): Verdict =>
  context.start < state.capturedAt
    ? {
        code: 'CORRECTION.BEFORE_CAPTURE',
        message: `The lead was captured at ${isoInstant(state.capturedAt)}; nobody had it before`,
        path: 'occurredAt',
      }
    : null;

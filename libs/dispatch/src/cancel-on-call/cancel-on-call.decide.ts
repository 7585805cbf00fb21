import { type DecideContext, type Decision, idCheck, outcome } from '../decision.js';
import { type CancelOnCall } from '../people-action.js';
import { isActive } from '../rep-rules.js';
import { type RepState } from '../rep-state.js';
import { isoOf } from '../time-checks.js';

export function decideCancelOnCall(state: RepState, { rep, shiftId, reason }: CancelOnCall, context: DecideContext): Decision {
  const shift = state.onCall.find((each) => each.shiftId === shiftId);
  return outcome(
    context,
    [idCheck('rep', rep), shift ? null : { code: 'ON_CALL.NOT_FOUND', message: `${rep} has no shift ${shiftId}` }],
    [
      isActive(state, rep),
      shift && shift.to <= context.at
        ? { code: 'ON_CALL.OVER', message: `It ended ${isoOf(shift.to)}: what has been cannot be cancelled`, path: 'shiftId' }
        : null,
    ],
    () => [{ type: 'rep.on-call-cancelled', data: { shiftId, reason: reason ?? null } }],
  );
}

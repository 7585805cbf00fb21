import { absenceToChange, isOver } from '../absences/absence-rules.js';
import { type DecideContext, type Decision, idCheck, outcome } from '../decision.js';
import { type CancelAbsence } from '../people-action.js';
import { isActive } from '../rep-rules.js';
import { type RepState } from '../rep-state.js';
import { isoOf } from '../time-checks.js';

/** It does not take place. Cancelled again, nothing happens. */
export function decideCancelAbsence(state: RepState, { rep, absenceId, reason }: CancelAbsence, context: DecideContext): Decision {
  const { absence, verdict } = absenceToChange(state, rep, absenceId);
  const over = absence && !absence.cancelled && isOver(absence, context.at);
  return outcome(
    context,
    [idCheck('rep', rep), absence ? null : verdict],
    [
      isActive(state, rep),
      over
        ? { code: 'ABSENCE.OVER', message: `It ended ${isoOf(absence.to!)}: change its times where it was otherwise`, path: 'absenceId' }
        : null,
    ],
    () => (absence?.cancelled === false ? [{ type: 'rep.absence-cancelled', data: { absenceId, reason: reason ?? null } }] : []),
  );
}

import { absenceData, absenceVerdicts, type PlannedAbsence } from '../absences/absence-rules.js';
import { type DecideContext, type Decision, idCheck, outcome } from '../decision.js';
import { type AnnounceAbsence } from '../people-action.js';
import { isActive } from '../rep-rules.js';
import { type RepState } from '../rep-state.js';
import { beginning, ending } from '../time-checks.js';

/** The rep is away from then to then; what falls due meanwhile is the cover's to handle, and stays the rep's. */
export function decideAnnounceAbsence(state: RepState, action: AnnounceAbsence, context: DecideContext): Decision {
  const { rep, absenceId = context.newId, kind, cover = null, note = null } = action;
  const from = beginning('from', action.from, context.zone);
  const to = action.to == null ? null : ending('to', action.to, context.zone);
  const planned: PlannedAbsence = { absenceId, kind, from: from.ms, to: to?.ms ?? null, cover, note };
  const told = from.verdict === null && !to?.verdict;
  const taken = state.absences.some((absence) => absence.absenceId === absenceId);
  return outcome(
    context,
    [
      idCheck('rep', rep),
      idCheck('absenceId', absenceId),
      from.verdict,
      to?.verdict ?? null,
      ...(told ? absenceVerdicts(state, rep, planned, context) : []),
    ],
    [
      isActive(state, rep),
      taken
        ? {
            code: 'ABSENCE.EXISTS',
            message: `There is an absence ${absenceId} already; choose another id, or change that one`,
            path: 'absenceId',
          }
        : null,
    ],
    () => [{ type: 'rep.absence-announced', data: absenceData(planned) }],
  );
}

import { absenceData, absenceToChange, absenceVerdicts, type PlannedAbsence } from '../absences/absence-rules.js';
import { type DecideContext, type Decision, idCheck, outcome } from '../decision.js';
import { type ChangeAbsence } from '../people-action.js';
import { isActive } from '../rep-rules.js';
import { type RepState } from '../rep-state.js';
import { beginning, ending } from '../time-checks.js';

/** The absence as it is from here on; also one that is over, where it was otherwise than announced. What was known before stays known. */
export function decideChangeAbsence(state: RepState, action: ChangeAbsence, context: DecideContext): Decision {
  const { rep, absenceId } = action;
  const { absence, verdict } = absenceToChange(state, rep, absenceId);
  if (!absence || verdict) return outcome(context, [idCheck('rep', rep), verdict], [isActive(state, rep)], () => []);
  const from = action.from === undefined ? null : beginning('from', action.from, context.zone);
  const to = action.to == null ? null : ending('to', action.to, context.zone);
  const planned: PlannedAbsence = {
    absenceId,
    kind: action.kind ?? absence.kind,
    from: from?.ms ?? absence.from,
    to: action.to === undefined ? absence.to : (to?.ms ?? null),
    cover: action.cover === undefined ? absence.cover : action.cover,
    note: action.note === undefined ? absence.note : action.note,
  };
  const told = !from?.verdict && !to?.verdict;
  return outcome(
    context,
    [from?.verdict ?? null, to?.verdict ?? null, ...(told ? absenceVerdicts(state, rep, planned, context) : [])],
    [isActive(state, rep)],
    () => (isSame(absence, planned) ? [] : [{ type: 'rep.absence-changed', data: absenceData(planned) }]),
  );
}

const isSame = (absence: PlannedAbsence, planned: PlannedAbsence): boolean =>
  (['kind', 'from', 'to', 'cover', 'note'] as const).every((field) => absence[field] === planned[field]);

import { type DecideContext, type Decision, idCheck, notFoundCheck, outcome, type Verdict } from '../decision.js';
import { type SetOnCall } from '../people-action.js';
import { isActive } from '../rep-rules.js';
import { isMember, type OnCallShift, type RepState } from '../rep-state.js';
import { beginning, ending, inWords, isoOf, overlap } from '../time-checks.js';

/** The rep can be given work in this time also outside working time. */
export function decideSetOnCall(state: RepState, action: SetOnCall, context: DecideContext): Decision {
  const { rep, shiftId = context.newId, team = null } = action;
  const from = beginning('from', action.from, context.zone);
  const to = ending('to', action.to, context.zone);
  const told = from.verdict === null && to.verdict === null;
  const shift: OnCallShift = { shiftId, from: from.ms, to: to.ms, team };
  return outcome(
    context,
    [idCheck('rep', rep), idCheck('shiftId', shiftId), from.verdict, to.verdict, ...(told ? timeVerdicts(state, shift) : [])],
    [isActive(state, rep), ...(team === null ? [] : teamVerdicts(state, rep, team, context))],
    () => [{ type: 'rep.on-call-set', data: { shiftId, from: isoOf(shift.from), to: isoOf(shift.to), team } }],
  );
}

function timeVerdicts(state: RepState, shift: OnCallShift): readonly Verdict[] {
  if (shift.to <= shift.from)
    return [
      {
        code: 'ON_CALL.ENDS_BEFORE_START',
        message: `It would end ${isoOf(shift.to)}, not after its start ${isoOf(shift.from)}`,
        path: 'to',
      },
    ];
  const other = state.onCall.find((each) => overlap(each, shift));
  const away = state.absences.find((absence) => !absence.cancelled && overlap(absence, shift));
  return [
    other
      ? {
          code: 'ON_CALL.OVERLAPS',
          message: `There is a shift ${inWords(other.from, other.to)} already (${other.shiftId}): cancel that one first`,
          path: 'from',
        }
      : null,
    away
      ? {
          code: 'ON_CALL.ABSENT',
          message: `The rep is away ${inWords(away.from, away.to)}: nobody can be on call while away`,
          path: 'from',
        }
      : null,
  ];
}

const teamVerdicts = (state: RepState, rep: string, team: string, context: DecideContext): readonly Verdict[] => [
  notFoundCheck('team', team, context.teamExists),
  !context.teamExists || isMember(state, team, context.at)
    ? null
    : {
        code: 'TEAM.NOT_A_MEMBER',
        message: `${rep} is not in team ${team}: let ${rep} join it first, or leave the team out`,
        path: 'team',
      },
];

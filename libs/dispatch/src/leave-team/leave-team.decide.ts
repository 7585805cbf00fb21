import { type DecideContext, type Decision, idCheck, outcome } from '../decision.js';
import { type LeaveTeam } from '../organisation-action.js';
import { isActive } from '../rep-rules.js';
import { isMember, type RepState } from '../rep-state.js';

export const decideLeaveTeam = (state: RepState, { rep, team }: LeaveTeam, context: DecideContext): Decision =>
  outcome(
    context,
    [idCheck('rep', rep), idCheck('team', team)],
    [
      isActive(state, rep),
      isMember(state, team, context.at)
        ? null
        : { code: 'TEAM.NOT_A_MEMBER', message: `${rep} is not in team ${team}; there is nothing to leave`, path: 'team' },
    ],
    () => [{ type: 'rep.team-left', data: { team } }],
  );

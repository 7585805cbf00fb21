import { type DecideContext, type Decision, idCheck, notFoundCheck, outcome } from '../decision.js';
import { roleCheck, weightCheck } from '../membership-checks.js';
import { type JoinTeam } from '../organisation-action.js';
import { isActive } from '../rep-rules.js';
import { isMember, type RepState } from '../rep-state.js';

/** From here on the rep's work counts for the team; what counted before stays where it was. */
export const decideJoinTeam = (state: RepState, { rep, team, role, weight }: JoinTeam, context: DecideContext): Decision =>
  outcome(
    context,
    [idCheck('rep', rep), idCheck('team', team), roleCheck(role ?? null), weightCheck(weight ?? null)],
    [isActive(state, rep), notFoundCheck('team', team, context.teamExists)],
    () =>
      isMember(state, team, context.at)
        ? []
        : [{ type: 'rep.team-joined', data: { team, ...(role !== undefined && { role }), ...(weight !== undefined && { weight }) } }],
  );

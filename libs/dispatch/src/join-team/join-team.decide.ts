import { type DecideContext, type Decision, idCheck, outcome, type Verdict } from '../decision.js';
import { type JoinTeam } from '../organisation-action.js';
import { isActive } from '../rep-rules.js';
import { isMember, type RepState } from '../rep-state.js';

/** From here on the rep's work counts for the team; what counted before stays where it was. */
export const decideJoinTeam = (state: RepState, { rep, team }: JoinTeam, context: DecideContext): Decision =>
  outcome(context, [idCheck('rep', rep), idCheck('team', team)], [isActive(state, rep), teamExists(team, context)], () =>
    isMember(state, team, context.at) ? [] : [{ type: 'rep.team-joined', data: { team } }],
  );

const teamExists = (team: string, context: DecideContext): Verdict =>
  context.teamExists ? null : { code: 'TEAM.NOT_FOUND', message: `There is no team ${team}; create it first`, path: 'team' };

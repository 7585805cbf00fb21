import { attributesCheck, type DecideContext, type Decision, idCheck, nameCheck, outcome } from '../decision.js';
import { type GroupState } from '../group.evolve.js';
import { type CreateTeam } from '../organisation-action.js';

/** An import that meets the team again leaves it alone. */
export const decideCreateTeam = (state: GroupState, { team, name, attributes = {} }: CreateTeam, context: DecideContext): Decision => {
  const taken = state.exists && !context.imported;
  return outcome(
    context,
    [idCheck('team', team), nameCheck(name), ...attributesCheck(attributes)],
    [taken ? { code: 'TEAM.EXISTS', message: `There is a team ${team} already; choose another id`, path: 'team' } : null],
    () => (state.exists ? [] : [{ type: 'team.created', data: { teamId: team, name, attributes } }]),
  );
};

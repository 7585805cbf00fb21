import { type DecideContext, type Decision, idCheck, nameCheck, notFoundCheck, outcome } from '../decision.js';
import { type GroupState } from '../group.evolve.js';
import { type CreatePool } from '../organisation-action.js';

export const decideCreatePool = (state: GroupState, { pool, name, team }: CreatePool, context: DecideContext): Decision => {
  const taken = state.exists && !context.imported;
  return outcome(
    context,
    [idCheck('pool', pool), nameCheck(name), team === undefined ? null : idCheck('team', team)],
    [
      taken ? { code: 'POOL.EXISTS', message: `There is a pool ${pool} already; choose another id`, path: 'pool' } : null,
      team === undefined ? null : notFoundCheck('team', team, context.teamExists),
    ],
    () => (state.exists ? [] : [{ type: 'pool.created', data: { poolId: pool, name, team: team ?? null } }]),
  );
};

import { type DispatchFold } from '../assignment/dispatch-fold.js';
import { type OrganisationReader } from '../organisation-reader.port.js';
import { INTAKE, repFacts } from '../organisation-reader.js';
import { initialPoolRules } from '../pools/pool-state.js';

/**
 * Who works here, from the fold that the decision was made on: the command that carries it out need not read what was just decided by. Limits
 * are still taken from their streams; what the fold does not know is asked of the log.
 */
export const foldReader = (log: OrganisationReader, foldOf: () => DispatchFold): OrganisationReader => ({
  ...log,
  rep: (id) => {
    const { organisation } = foldOf();
    const rep = organisation.rep(id);
    return rep ? Promise.resolve(repFacts(id, rep, organisation.isPosted(id))) : log.rep(id);
  },
  team: (id) => {
    const team = foldOf().team(id);
    return team?.exists ? Promise.resolve({ name: team.name }) : log.team(id);
  },
  pool: (id) => {
    const { organisation } = foldOf();
    const pool = organisation.pool(id);
    const known = pool?.exists ? { name: pool.name, team: pool.team } : id === 'intake' ? INTAKE : null;
    const { settings } = organisation.poolRules(id) ?? initialPoolRules;
    return known ? Promise.resolve({ ...known, settings }) : log.pool(id);
  },
});

import { type Pool } from 'pg';
import { policyInForce, readPolicies } from '#libs/governance';
import { type Clock } from '#libs/platform';
import { logFeed } from '../dispatcher/log-feed.js';
import { evolveGroup, type GroupState, initialGroup, managerAt, teamCalendarAt } from '../group.evolve.js';
import { holdsAt, initialRep, type RepState } from '../rep-state.js';
import { evolveRep } from '../rep.evolve.js';
import { type AssignmentWorld, type KnownOrganisation } from './assignment-obstacles.js';
import { type AssignmentSpec } from './assignment-spec.js';
import { compileAssignment } from './compile-assignment.js';

/** The world of a check as the read models have it: who works here and which policies are at work, now. */
export const knownWorld = (pool: Pool, clock: Clock): AssignmentWorld => ({
  organisation: () => knownOrganisation(pool, clock.now().getTime()),
  policies: () => policiesAtWork(pool, clock.now().getTime()),
});

async function knownOrganisation(pool: Pool, at: number): Promise<KnownOrganisation> {
  const reps = new Map<string, RepState>();
  const groups = new Map<string, GroupState>();
  for (const event of await logFeed(pool).organisation(Number.MAX_SAFE_INTEGER)) {
    const { stream } = event;
    if (stream.startsWith('rep-')) reps.set(stream, evolveRep(reps.get(stream) ?? initialRep, event));
    else groups.set(stream, evolveGroup(groups.get(stream) ?? initialGroup, event));
  }
  const ofKind = (beginning: string) =>
    [...groups].flatMap(([stream, group]) =>
      stream.startsWith(beginning) && group.exists ? [{ id: stream.slice(beginning.length), group }] : [],
    );
  return {
    reps: [...reps.values()]
      .filter(({ status }) => status !== 'none')
      .map((rep) => ({
        rep: rep.id,
        active: rep.status === 'active',
        attributes: rep.attributes,
        teams: rep.memberships.filter((membership) => holdsAt(membership, at)).map(({ team, role }) => ({ team, role })),
      })),
    teams: ofKind('team-').map(({ id, group }) => ({ team: id, calendar: teamCalendarAt(group, at), manager: managerAt(group, at) })),
    pools: [...new Set(['intake', ...ofKind('pool-').map(({ id }) => id)])],
  };
}

async function policiesAtWork(pool: Pool, at: number): Promise<readonly AssignmentSpec[]> {
  const policies = await readPolicies(pool);
  return policies
    .filter(({ kind }) => kind === 'assignment')
    .flatMap((policy) => {
      const { active, test } = policyInForce(policy, at);
      return [active, test].flatMap((version) => (version ? [compileAssignment(version.document)] : [])).filter((spec) => spec !== null);
    });
}

import { type RecordedLedgerEvent } from '#libs/contracts';
import { type EventLog, type Fold, foldStream } from '#libs/event-store';
import { sharedReads } from '#libs/platform';
import { coverFrom } from './availability/cover-at.js';
import { evolveGroup, type GroupState, initialGroup } from './group.evolve.js';
import { type OrganisationReader, type PoolFacts, type RepFacts } from './organisation-reader.port.js';
import { evolvePoolRules, initialPoolRules, type PoolRules } from './pools/pool-state.js';
import { evolveRoutes, initialRoutes } from './pools/release-routes.js';
import { type Capacity, capacityAt, holdsAt, initialRep, type RepState, teamAt } from './rep-state.js';
import { evolveRep } from './rep.evolve.js';
import { readAccount } from './reservations/account-reader.js';

export const repFold: Fold<RepState> = { initial: initialRep, evolve: evolveRep };
export const groupFold: Fold<GroupState> = { initial: initialGroup, evolve: evolveGroup };

const poolFold = {
  initial: { group: initialGroup, rules: initialPoolRules },
  evolve: ({ group, rules }: { group: GroupState; rules: PoolRules }, event: RecordedLedgerEvent) => ({
    group: evolveGroup(group, event),
    rules: evolvePoolRules(rules, event),
  }),
};
const routesFold = { initial: initialRoutes, evolve: evolveRoutes };

/** The pool that exists without anyone creating it. */
export const INTAKE = { name: 'Intake', team: null };

/** Reads the streams of the organisation at each question, once for all who ask the same at once: never older than the log. */
export function organisationReader(log: EventLog): OrganisationReader {
  return {
    async rep(id) {
      const { rep, reservations } = (await readAccount(log, id)).account;
      return repFacts(id, rep, reservations.begun);
    },
    team: sharedReads(async (id) => {
      const { state } = await foldStream(log, `team-${id}`, groupFold);
      return state.exists ? { name: state.name } : null;
    }),
    pool: sharedReads(async (id) => poolFacts(id, (await foldStream(log, `pool-${id}`, poolFold)).state)),
    poolAt: async (id, at) => poolFacts(id, (await foldStream(log, `pool-${id}`, upTo(at))).state),
    coverOf: (rep, at) => coverFrom(rep, at, async (id) => (await foldStream(log, `rep-${id}`, repFold)).state),
    releaseRoutes: async () => (await foldStream(log, 'settings', routesFold)).state.routes,
  };
}

type PoolState = typeof poolFold.initial;

/** Only what was recorded by then. */
const upTo = (at: number): Fold<PoolState> => ({
  ...poolFold,
  evolve: (state, event) => (Date.parse(event.metadata.knownAt) <= at ? poolFold.evolve(state, event) : state),
});

function poolFacts(id: string, { group, rules: { settings } }: PoolState): PoolFacts | null {
  if (group.exists) return { name: group.name, team: group.team, settings };
  return id === 'intake' ? { ...INTAKE, settings } : null;
}

/** Null: no such rep. `begun`: what it gets and loses is posted already. */
export const repFacts = (id: string, rep: RepState, begun: boolean): RepFacts | null =>
  rep.status === 'none'
    ? null
    : {
        id,
        name: rep.name,
        active: rep.status === 'active',
        teamAt: (at) => teamAt(rep, at),
        groupsAt: (at) => groupsAt(rep, at),
        isBoundedAt: (at) => begun || isBounded(capacityAt(rep, at)),
        hasLeftBy: (commandId) => hasLeftBy(rep, commandId),
      };

function hasLeftBy({ past }: RepState, commandId: string): boolean {
  for (let at = past; at; at = at.before) if (at.event.type === 'rep.deactivated' && at.event.metadata.commandId === commandId) return true;
  return false;
}

const isBounded = ({ holdingCap, intakeCap }: Capacity): boolean => holdingCap !== null || intakeCap !== null;

function groupsAt(rep: RepState, at: number) {
  const memberships = rep.memberships.filter((membership) => holdsAt(membership, at));
  return {
    teams: [...new Set(memberships.map(({ team }) => team))],
    roles: [...new Set(memberships.map(({ role }) => role).filter((role) => role !== null))],
  };
}

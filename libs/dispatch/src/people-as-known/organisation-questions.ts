import { type Pool } from 'pg';
import { effectiveStart } from '#libs/calendar';
import { type Attributes, type PoolSettings, type ReleaseRoute } from '#libs/contracts';
import { type Fold } from '#libs/event-store';
import { notFound } from '#libs/platform';
import { groupAt, type GroupState, teamCalendarAt } from '../group.evolve.js';
import { groupFold, INTAKE } from '../organisation-reader.js';
import { evolvePoolRules, initialPoolRules } from '../pools/pool-state.js';
import { evolveRoutes, initialRoutes } from '../pools/release-routes.js';
import { holdsAt, isEmployed, ownCalendarAt, profileAt, type RepState } from '../rep-state.js';
import { type Known, type KnownPeople, knownPeople } from './known-people.js';

/** Questions about who works here and how, at an instant (milliseconds since the epoch, past or future), as known; lists are in the order of ids. */

export interface RepLine {
  readonly rep: string;
  readonly name: string;
  /** Whether the rep works here at the instant, and did not only before. */
  readonly active: boolean;
  readonly attributes: Attributes;
  readonly teams: readonly string[];
}

export interface TeamLine {
  readonly team: string;
  readonly name: string;
  readonly members: number;
}

export interface PoolLine {
  readonly pool: string;
  readonly name: string;
  readonly team: string | null;
}

export interface PoolAnswer extends PoolLine {
  readonly settings: PoolSettings;
}

/** Everybody who works or worked here, also without any lead. */
export async function repsAt(pool: Pool, at: number, known: Known): Promise<readonly RepLine[]> {
  return (await everyRep(knownPeople(pool, known)))
    .filter(([, { employments }]) => employments.some(({ from }) => from <= at))
    .map(([rep, state]) => {
      const { name, attributes } = profileAt(state, at);
      return { rep, name, active: isEmployed(state, at), attributes, teams: teamsOf(state, at) };
    });
}

export async function teamsAt(pool: Pool, at: number, known: Known): Promise<readonly TeamLine[]> {
  const people = knownPeople(pool, known);
  const memberships = (await everyRep(people)).flatMap(([, rep]) => teamsOf(rep, at));
  return (await everyGroup(people, 'team')).flatMap(([team, state]) => {
    const group = groupAt(state, at);
    return group ? [{ team, name: group.name, members: memberships.filter((each) => each === team).length }] : [];
  });
}

/** `intake` is one of them, created or not. */
export async function poolsAt(pool: Pool, at: number, known: Known): Promise<readonly PoolLine[]> {
  const groups = (await everyGroup(knownPeople(pool, known), 'pool')).flatMap(([id, state]): PoolLine[] => {
    const group = groupAt(state, at);
    return group ? [{ pool: id, name: group.name, team: group.team }] : [];
  });
  return groups.some((line) => line.pool === 'intake') ? groups : [{ pool: 'intake', ...INTAKE }, ...groups];
}

/** A pool with the settings in force. Errors: 404 `POOL.NOT_FOUND`. */
export async function poolSettingsAt(pool: Pool, id: string, at: number, known: Known): Promise<PoolAnswer> {
  const people = knownPeople(pool, known);
  const group = groupAt(await people.fold(`pool-${id}`, groupFold), at) ?? (id === 'intake' ? INTAKE : null);
  if (!group) throw notFound('POOL.NOT_FOUND', `There is no pool ${id}, or there was none then`);
  const { settings } = await people.fold(`pool-${id}`, foldUntil(at, { initial: initialPoolRules, evolve: evolvePoolRules }));
  return { pool: id, name: group.name, team: group.team, settings };
}

/** Where leads go that are given back without naming a pool. */
export async function releaseRoutesAt(pool: Pool, at: number, known: Known): Promise<readonly ReleaseRoute[]> {
  const fold = foldUntil(at, { initial: initialRoutes, evolve: evolveRoutes });
  return (await knownPeople(pool, known).fold('settings', fold)).routes;
}

/** Teams and people who work in the time of a calendar. */
export async function calendarUsersAt(
  pool: Pool,
  calendar: string,
  at: number,
  known: Known,
): Promise<{ readonly teams: readonly string[]; readonly reps: readonly string[] }> {
  const people = knownPeople(pool, known);
  const named = <S>(found: readonly (readonly [string, S])[], of: (state: S, at: number) => string | null): string[] =>
    found.filter(([, state]) => of(state, at) === calendar).map(([id]) => id);
  return { teams: named(await everyGroup(people, 'team'), teamCalendarAt), reps: named(await everyRep(people), ownCalendarAt) };
}

/** Only of what had happened by then. */
const foldUntil = <S>(at: number, { initial, evolve }: Fold<S>): Fold<S> => ({
  initial,
  evolve: (state, event) => (effectiveStart(event.metadata.occurredAt, -Infinity) <= at ? evolve(state, event) : state),
});

const teamsOf = (rep: RepState, at: number): string[] =>
  [...new Set(rep.memberships.filter((membership) => holdsAt(membership, at)).map(({ team }) => team))].sort();

const everyRep = async (people: KnownPeople): Promise<(readonly [string, RepState])[]> =>
  Promise.all((await people.ever('rep')).map(async (id) => [id, await people.rep(id)] as const));

const everyGroup = async (people: KnownPeople, category: 'team' | 'pool'): Promise<(readonly [string, GroupState])[]> =>
  Promise.all((await people.ever(category)).map(async (id) => [id, await people.fold(`${category}-${id}`, groupFold)] as const));

import { nearestName } from '#libs/expressions';
import { type Violation } from '#libs/platform';
import { type AssignmentSpec, type Entry } from './assignment-spec.js';
import { fallbackCycle } from './fallback-cycle.js';
import { neverTrue } from './never-true.js';

/** A rep as far as a policy needs to know. */
interface KnownRep {
  readonly rep: string;
  readonly active: boolean;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Teams at present, with the role there. */
  readonly teams: readonly { readonly team: string; readonly role: string | null }[];
}

/** Who there is, at the instant of the check. */
export interface KnownOrganisation {
  readonly reps: readonly KnownRep[];
  readonly teams: readonly { readonly team: string; readonly calendar: string | null; readonly manager: string | null }[];
  /** `intake` is always one of them. */
  readonly pools: readonly string[];
}

export interface AssignmentWorld {
  readonly organisation: () => Promise<KnownOrganisation>;
  /** The assignment policies that are active or in test, by name. */
  readonly policies: () => Promise<readonly AssignmentSpec[]>;
}

/**
 * What stands against an assignment policy going live in the world as it is: it names somebody who is not there, an entry can match no inquiry or
 * choose nobody, its team has no working calendar, its fallbacks go round in a circle. Everything at once.
 */
export async function assignmentObstacles(spec: AssignmentSpec, world: AssignmentWorld): Promise<readonly Violation[]> {
  const [organisation, policies] = await Promise.all([world.organisation(), world.policies()]);
  return [
    ...teamObstacles(spec, organisation),
    ...nameObstacles(spec, organisation),
    ...spec.entries.flatMap((entry) => entryObstacles(spec, entry, organisation)),
    ...conditionObstacles(spec),
    ...cycleObstacles(spec, policies),
  ];
}

function teamObstacles(spec: AssignmentSpec, { teams, reps }: KnownOrganisation): Violation[] {
  const team = teams.find((each) => each.team === spec.team);
  if (!team)
    return [
      unknown(
        'team',
        spec.team,
        teams.map((each) => each.team),
        'team',
      ),
    ];
  const found: Violation[] = [];
  if (team.calendar === null)
    found.push({
      code: 'POLICY.NO_CALENDAR',
      message: `Team ${spec.team} has no working calendar, so nobody knows what its Sunday is: set one first`,
      path: 'team',
    });
  if (team.manager === null && spec.unavailable.fallback.some(({ kind }) => kind === 'manager'))
    found.push({
      code: 'POLICY.NO_MANAGER',
      message: `The fallback asks the manager, but team ${spec.team} has none: name one, or take the step out`,
      path: 'unavailable.fallback',
    });
  if (spec.entries.some(({ strategy, among }) => strategy.kind !== 'queue' && !among.team && !among.reps) && !hasMembers(reps, spec.team))
    found.push({ code: 'POLICY.NOBODY', message: `Team ${spec.team} has no active member: nobody can be chosen`, path: 'team' });
  return found;
}

const hasMembers = (reps: readonly KnownRep[], team: string): boolean =>
  reps.some((rep) => rep.active && rep.teams.some((each) => each.team === team));

/** Every name the policy gives that means nobody. */
function nameObstacles(spec: AssignmentSpec, { reps, teams, pools }: KnownOrganisation): Violation[] {
  const repIds = reps.filter(({ active }) => active).map(({ rep }) => rep);
  const teamIds = teams.map(({ team }) => team);
  const needRep = (rep: string, path: string): Violation[] => (repIds.includes(rep) ? [] : [unknown('active rep', rep, repIds, path)]);
  const needTeam = (team: string, path: string): Violation[] => {
    if (!teamIds.includes(team)) return [unknown('team', team, teamIds, path)];
    return hasMembers(reps, team) ? [] : [{ code: 'POLICY.NOBODY', message: `Team ${team} has no active member`, path }];
  };
  const needPool = (pool: string, path: string): Violation[] => (pools.includes(pool) ? [] : [unknown('pool', pool, pools, path)]);
  return [
    ...spec.pools.flatMap((pool) => needPool(pool, 'from.pools')),
    ...spec.bypasses.flatMap(({ name, to }) => (to.kind === 'rep' ? needRep(to.rep, `bypasses.${name}.to`) : [])),
    ...spec.entries.flatMap(({ name, among, strategy }) => [
      ...(among.reps ?? []).flatMap((rep) => needRep(rep, `entries.${name}.among.reps`)),
      ...(among.team === null ? [] : needTeam(among.team, `entries.${name}.among.team`)),
      ...('weights' in strategy ? Object.keys(strategy.weights ?? {}).flatMap((rep) => needRep(rep, `entries.${name}.weights`)) : []),
      ...(strategy.kind === 'queue' ? needPool(strategy.pool, `entries.${name}.pool`) : []),
    ]),
    ...spec.unavailable.fallback.flatMap((step, index) => {
      const path = `unavailable.fallback.${index}`;
      if (step.kind === 'rep') return needRep(step.rep, path);
      if (step.kind === 'team') return needTeam(step.team, path);
      return step.kind === 'pool' ? needPool(step.pool, path) : [];
    }),
    ...(spec.fallback.to.kind === 'person' ? needRep(spec.fallback.to.id, 'fallback.to') : []),
    ...(spec.fallback.to.kind === 'pool' ? needPool(spec.fallback.to.id, 'fallback.to') : []),
  ];
}

function unknown(what: string, name: string, known: readonly string[], path: string): Violation {
  const nearest = nearestName(name, known);
  const hint = nearest ? `did you mean ${nearest}?` : `there are: ${known.slice(0, 20).join(', ') || 'none'}`;
  return { code: 'POLICY.UNKNOWN_NAME', message: `There is no ${what} ${name}; ${hint}`, path };
}

/** Whom an entry could choose, as far as it does not depend on the inquiry. */
function entryObstacles(spec: AssignmentSpec, { name, among, strategy }: Entry, { reps }: KnownOrganisation): Violation[] {
  if (strategy.kind === 'queue') return [];
  const team = among.team ?? spec.team;
  const members = reps.filter(({ rep, active, teams }) =>
    among.reps ? active && among.reps.includes(rep) : active && teams.some((each) => each.team === team),
  );
  if (members.length === 0) return [];
  const path = `entries.${name}`;
  const found: Violation[] = [];
  const outsiders = members.filter(({ teams }) => teams.every((each) => each.team !== team));
  if (among.reps && outsiders.length > 0)
    found.push({
      code: 'POLICY.NOT_A_MEMBER',
      message: `Entry ${name} asks ${outsiders.map(({ rep }) => rep).join(', ')}, who ${outsiders.length === 1 ? 'is' : 'are'} not in team ${team}`,
      path: `${path}.among.reps`,
    });
  const { where } = among;
  const ofRepOnly = where?.references.every(([first, second]) => first === 'rep' && ['id', 'role', 'attributes'].includes(second ?? ''));
  if (where && ofRepOnly && !members.some((rep) => where.evaluate({ rep: factsOf(rep, team) }) === true))
    found.push({
      code: 'POLICY.NOBODY',
      message: `Entry ${name} can choose nobody: no member satisfies \`${where.source}\``,
      path: `${path}.among.where`,
    });
  if (strategy.kind === 'territory' && !members.some(({ attributes }) => attributes[strategy.attribute] != null))
    found.push({
      code: 'POLICY.NOBODY',
      message: `Entry ${name} compares ${strategy.attribute}, which no member's profile has: set the attribute, or name another with \`by\``,
      path: `${path}.by`,
    });
  return found;
}

const factsOf = ({ rep, attributes, teams }: KnownRep, team: string) => ({
  id: rep,
  role: teams.find((each) => each.team === team)?.role ?? null,
  attributes,
});

/** Conditions that no inquiry can satisfy. */
function conditionObstacles(spec: AssignmentSpec): Violation[] {
  const named = [
    { what: 'takes', path: 'takes', condition: spec.takes },
    ...spec.bypasses.map(({ name, when }) => ({ what: `when of bypass ${name}`, path: `bypasses.${name}.when`, condition: when })),
    ...spec.entries.map(({ name, when }) => ({ what: `when of entry ${name}`, path: `entries.${name}.when`, condition: when })),
  ];
  return named.flatMap(({ what, path, condition }) =>
    condition && neverTrue(condition)
      ? [{ code: 'POLICY.MATCHES_NOBODY', message: `${what} can never be true: \`${condition.source}\``, path }]
      : [],
  );
}

function cycleObstacles(spec: AssignmentSpec, policies: readonly AssignmentSpec[]): Violation[] {
  const cycle = fallbackCycle(spec, policies);
  return cycle
    ? [{ code: 'POLICY.FALLBACK_CYCLE', message: `The fallbacks go round in a circle: ${cycle.join(' → ')}`, path: 'unavailable.fallback' }]
    : [];
}

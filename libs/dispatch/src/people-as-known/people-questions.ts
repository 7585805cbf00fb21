import { type Pool } from 'pg';
import { notFound } from '#libs/platform';
import { managerAt, teamCalendarAt } from '../group.evolve.js';
import { type Absence, isMember, membershipIn, type OnCallShift, type RepState } from '../rep-state.js';
import { isoOf } from '../time-checks.js';
import { type Known, type KnownPeople, knownPeople } from './known-people.js';
import { type RepAvailability, repAvailability } from './rep-availability.js';

/** Questions about people at an instant (milliseconds since the epoch, past or future), as known. Errors: 404 `REP.NOT_FOUND`, `TEAM.NOT_FOUND`. */

export async function availabilityAt(pool: Pool, rep: string, at: number, known: Known): Promise<RepAvailability> {
  const people = knownPeople(pool, known);
  return repAvailability(people, rep, await knownRep(people, rep), at);
}

export interface AbsenceLine {
  readonly rep: string;
  readonly absenceId: string;
  readonly kind: string;
  readonly from: string;
  readonly to: string | null;
  readonly cover: string | null;
  readonly note: string | null;
  readonly cancelled: boolean;
}

export interface ShiftLine {
  readonly rep: string;
  readonly shiftId: string;
  readonly from: string;
  readonly to: string;
  readonly team: string | null;
}

/** Every absence of a rep in order of time, past, present and announced; the cancelled ones are marked. */
export async function absencesOf(pool: Pool, rep: string, known: Known): Promise<readonly AbsenceLine[]> {
  const { absences } = await knownRep(knownPeople(pool, known), rep);
  return [...absences].sort((a, b) => a.from - b.from).map((absence) => absenceLine(rep, absence));
}

/** Every shift a rep is or was on call, in order of time. */
export async function onCallOf(pool: Pool, rep: string, known: Known): Promise<readonly ShiftLine[]> {
  const { onCall } = await knownRep(knownPeople(pool, known), rep);
  return [...onCall].sort((a, b) => a.from - b.from).map((shift) => shiftLine(rep, shift));
}

export interface Roster {
  readonly team: string;
  readonly name: string;
  readonly manager: string | null;
  readonly calendar: string | null;
  readonly members: readonly (RepAvailability & { readonly role: string | null; readonly weight: number })[];
}

/** Who is in a team at an instant, and who of them can be given work then; in the order of their ids. */
export async function rosterAt(pool: Pool, team: string, at: number, known: Known): Promise<Roster> {
  const people = knownPeople(pool, known);
  const group = await people.team(team);
  if (!group.exists) throw notFound('TEAM.NOT_FOUND', `There is no team “${team}”`);
  const ids = await people.membersEver(team);
  await people.load(ids.map((id) => `rep-${id}`));
  const members: Roster['members'][number][] = [];
  for (const id of ids) {
    const rep = await people.rep(id);
    if (!isMember(rep, team, at)) continue;
    const { role, weight } = membershipIn(rep, team, at)!;
    members.push({ ...(await repAvailability(people, id, rep, at)), role, weight });
  }
  return { team, name: group.name, manager: managerAt(group, at), calendar: teamCalendarAt(group, at), members };
}

async function knownRep(people: KnownPeople, id: string): Promise<RepState> {
  const rep = await people.rep(id);
  if (rep.status === 'none') throw notFound('REP.NOT_FOUND', `There is no rep “${id}”, or none was known then`);
  return rep;
}

const absenceLine = (rep: string, { absenceId, kind, from, to, cover, note, cancelled }: Absence): AbsenceLine => ({
  rep,
  absenceId,
  kind,
  from: isoOf(from),
  to: to === null ? null : isoOf(to),
  cover,
  note,
  cancelled,
});

const shiftLine = (rep: string, { shiftId, from, to, team }: OnCallShift): ShiftLine => ({
  rep,
  shiftId,
  from: isoOf(from),
  to: isoOf(to),
  team,
});

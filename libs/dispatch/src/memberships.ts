import { type EventData, type RecordedLedgerEvent } from '#libs/contracts';

/** A time in a team: milliseconds since the epoch, from inclusive, to exclusive, null where open; −Infinity where history does not say. */
export interface Membership {
  readonly from: number;
  readonly to: number | null;
  readonly team: string;
  readonly role: string | null;
  /** A member of weight 2 gets twice the turns of one of weight 1. */
  readonly weight: number;
}

/** One thing that was told of a rep and its teams. */
export interface MembershipTold {
  readonly start: number;
  readonly does: 'join' | 'confirm' | 'change' | 'leave';
  /** Null: every team, with the company. */
  readonly team: string | null;
  readonly role: string | null;
  readonly weight: number;
}

/** What an event that begins at `start` tells of teams; null: nothing. */
export function membershipTold(event: RecordedLedgerEvent, start: number): MembershipTold | null {
  switch (event.type) {
    case 'rep.team-joined':
      return told('join', event.data, start);
    case 'rep.membership-confirmed':
      return told('confirm', event.data, start);
    case 'rep.membership-changed':
      return told('change', event.data, start);
    case 'rep.team-left':
      return { start, does: 'leave', team: event.data.team, role: null, weight: 1 };
    case 'rep.deactivated':
      return { start, does: 'leave', team: null, role: null, weight: 1 };
    default:
      return null;
  }
}

const told = (does: MembershipTold['does'], { team, role, weight }: EventData<'rep.team-joined'>, start: number): MembershipTold => ({
  start,
  does,
  team,
  role: role ?? null,
  weight: weight ?? 1,
});

/** Puts what is recorded last in its place: by start, then as recorded. */
export function tellAlso(before: readonly MembershipTold[], last: MembershipTold): readonly MembershipTold[] {
  const place = before.findLastIndex(({ start }) => start <= last.start) + 1;
  return [...before.slice(0, place), last, ...before.slice(place)];
}

/**
 * The times in teams, in the order in which they began. In each team what was told last, by (start, revision), holds: whoever leaves at an earlier
 * time than a joining stays joined, whichever was recorded first. A confirmation joins only who is not there, a change changes only who is. This
 * is the rule of reports too (docs/adr/0299).
 */
export function membershipsOf(inOrder: readonly MembershipTold[]): readonly Membership[] {
  const memberships: Membership[] = [];
  const open = new Map<string, number>();
  const end = (team: string, to: number): void => {
    const index = open.get(team);
    if (index !== undefined) memberships[index] = { ...memberships[index]!, to };
    open.delete(team);
  };
  for (const { start, does, team, role, weight } of inOrder) {
    if (does === 'leave') for (const left of team === null ? [...open.keys()] : [team]) end(left, start);
    else if (team !== null && (does === 'join' || open.has(team) === (does === 'change'))) {
      end(team, start);
      open.set(team, memberships.push({ from: start, to: null, team, role, weight }) - 1);
    }
  }
  return memberships.filter(({ from, to }) => to === null || from < to);
}

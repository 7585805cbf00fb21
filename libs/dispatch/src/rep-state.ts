import { type Attributes, type RecordedLedgerEvent } from '#libs/contracts';
import { type Membership, type MembershipTold } from './memberships.js';

type RepStatus = 'none' | 'active' | 'inactive';

/** All times are milliseconds since the epoch: from inclusive, to exclusive, null where open; −Infinity where history does not say. */
interface Period {
  readonly from: number;
  readonly to: number | null;
}

export interface Absence extends Period {
  readonly absenceId: string;
  readonly kind: string;
  /** Who handles what falls due meanwhile; owns nothing by it. */
  readonly cover: string | null;
  readonly note: string | null;
  readonly cancelled: boolean;
}

export interface OnCallShift {
  readonly shiftId: string;
  readonly from: number;
  readonly to: number;
  /** Null: for every team. */
  readonly team: string | null;
}

/** Null: no limit. */
export interface Capacity {
  /** How many leads may be held at once. */
  readonly holdingCap: number | null;
  /** How many may be taken in a day of the rep's calendar. */
  readonly intakeCap: number | null;
}

/** How a rep was called, and what was said of it. */
interface Profile {
  readonly from: number;
  readonly name: string;
  readonly attributes: Attributes;
}

export interface Leave {
  /** `2026-03-31`, the last day at work. */
  readonly lastDay: string;
  /** The first instant after it. */
  readonly endsAt: number;
}

/** Folded so far, newest first; needed again when an import is retracted. */
export interface RepPast {
  readonly event: RecordedLedgerEvent;
  readonly before: RepPast | null;
}

/** A rep as its stream tells it. What was known earlier is the fold of what was recorded by then. */
export interface RepState {
  readonly id: string;
  readonly status: RepStatus;
  readonly name: string;
  readonly attributes: Attributes;
  /** Name and attributes in the order in which they were told; the last are those above. */
  readonly profiles: readonly Profile[];
  /** When the rep worked here. */
  readonly employments: readonly Period[];
  /** In the order in which they began, as `toldOfTeams` tells them. */
  readonly memberships: readonly Membership[];
  /** By (start, revision). */
  readonly toldOfTeams: readonly MembershipTold[];
  /** In the order in which they were announced. */
  readonly absences: readonly Absence[];
  readonly onCall: readonly OnCallShift[];
  /** Ascending; each holds until the next. */
  readonly capacities: readonly (Capacity & { readonly from: number })[];
  /** Ascending; each holds until the next; null: the calendar of the team. */
  readonly calendars: readonly { readonly from: number; readonly calendar: string | null }[];
  readonly leave: Leave | null;
  readonly lastStart: number;
  readonly retractedImports: readonly string[];
  readonly past: RepPast | null;
}

export const initialRep: RepState = {
  id: '',
  status: 'none',
  name: '',
  attributes: {},
  profiles: [],
  employments: [],
  memberships: [],
  toldOfTeams: [],
  absences: [],
  onCall: [],
  capacities: [],
  calendars: [],
  leave: null,
  lastStart: -Infinity,
  retractedImports: [],
  past: null,
};

export const holdsAt = ({ from, to }: Period, at: number): boolean => from <= at && (to === null || at < to);

/** Of several that ascend by `from`, the one in force. */
const inForce = <T extends { readonly from: number }>(entries: readonly T[], at: number): T | undefined =>
  entries.findLast(({ from }) => from <= at);

/** The membership a rep's work counted for at an instant: of several at once, the one joined last. */
export function membershipAt(rep: RepState, at: number): Membership | null {
  const current = rep.memberships.filter((membership) => holdsAt(membership, at));
  return current.reduce<Membership | null>((last, next) => (last === null || next.from >= last.from ? next : last), null);
}

/** The team a rep's work counted for at an instant. */
export const teamAt = (rep: RepState, at: number): string | null => membershipAt(rep, at)?.team ?? null;

/** The membership in one team at an instant. */
export const membershipIn = (rep: RepState, team: string, at: number): Membership | null =>
  rep.memberships.find((membership) => membership.team === team && holdsAt(membership, at)) ?? null;

export const isMember = (rep: RepState, team: string, at: number): boolean => membershipIn(rep, team, at) !== null;

/** What the rep was called at an instant, of all that was told of that time the last. */
export const profileAt = (rep: RepState, at: number): Pick<RepState, 'name' | 'attributes'> => inForce(rep.profiles, at) ?? rep;

export const isEmployed = (rep: RepState, at: number): boolean => rep.employments.some((employment) => holdsAt(employment, at));

/** Nobody's work any more: deactivated, or the last day is over and the rest of the departure is still to come. */
export const isGone = ({ status, leave }: RepState, at: number): boolean => status === 'inactive' || (leave !== null && at >= leave.endsAt);

/** The absence that holds at an instant; of several the one that lasts longest. */
export const absenceAt = (rep: RepState, at: number): Absence | null =>
  rep.absences
    .filter((absence) => !absence.cancelled && holdsAt(absence, at))
    .reduce<Absence | null>((longest, next) => (longest === null || endOf(next) > endOf(longest) ? next : longest), null);

const endOf = ({ to }: Absence): number => to ?? Infinity;

export const onCallAt = (rep: RepState, at: number, team?: string): OnCallShift | null =>
  rep.onCall.find((shift) => shift.from <= at && at < shift.to && (team === undefined || shift.team === null || shift.team === team)) ??
  null;

const NO_LIMIT: Capacity = { holdingCap: null, intakeCap: null };

export const capacityAt = (rep: RepState, at: number): Capacity => inForce(rep.capacities, at) ?? NO_LIMIT;

/** The rep's own calendar; null: that of the team holds. */
export const ownCalendarAt = (rep: RepState, at: number): string | null => inForce(rep.calendars, at)?.calendar ?? null;

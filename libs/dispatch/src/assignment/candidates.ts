import { type AssignmentDecision } from '#libs/contracts';
import { type WorkingCalendar } from '#libs/calendar';
import { type AssignmentSpec } from '../assignment-policy/assignment-spec.js';
import { type Availability, availabilityOf, availableFrom } from '../availability/availability-of.js';
import { teamCalendarAt } from '../group.evolve.js';
import { capacityAt, isMember, ownCalendarAt, type RepState, teamAt } from '../rep-state.js';
import { type AssignmentCase } from './assignment-case.js';
import { type DispatchState } from './dispatch-state.js';
import { startOfDay } from './local-clock.js';

export type Candidate = AssignmentDecision['candidates'][number];
export type Exclusion = NonNullable<Candidate['excluded']>;

/** What of the rules about people applies to a question: a bypass may ignore capacity, the last in a chain working time too. */
export interface AskedFor {
  /** Null: membership is not asked for. */
  readonly team: string | null;
  readonly capacity: boolean;
  readonly workingTime: boolean;
}

const iso = (ms: number | null): string | null => (ms === null || !Number.isFinite(ms) ? null : new Date(ms).toISOString());

/** Why a rep cannot have this lead at the instant of the decision, with the numbers; null: it can. The first reason that holds, in fixed order. */
export function exclusionOf(
  rep: string,
  spec: AssignmentSpec,
  state: DispatchState,
  asked: AskedFor,
  assignment: AssignmentCase,
): Exclusion | null {
  const { at } = assignment;
  const person = state.rep(rep);
  if (!person || person.status === 'none') return { code: 'unknown-rep', numbers: {} };
  const away = unavailability(person, calendarOf(person, asked.team ?? spec.team, state, at), spec, asked, at);
  if (away?.code === 'inactive') return away;
  if (asked.team !== null && !isMember(person, asked.team, at)) return { code: 'not-a-member', numbers: { team: asked.team } };
  const refused = assignment.refused.find((refusal) => refusal.rep === rep);
  if (refused) return { code: 'refused', numbers: { because: refused.code } };
  return away ?? coolDown(rep, state, assignment) ?? (asked.capacity ? atCapacity(person, spec, state, at) : null);
}

function unavailability(
  person: RepState,
  calendar: WorkingCalendar | null,
  spec: AssignmentSpec,
  asked: AskedFor,
  at: number,
): Exclusion | null {
  const { sources, graceMinutes } = spec.unavailable;
  if (person.leave && at < person.leave.endsAt && sources.includes('leave-announced'))
    return { code: 'leave-announced', numbers: { lastDay: person.leave.lastDay } };
  const now = availabilityAt(person, calendar, at);
  if (now.available) return null;
  const said = { until: iso(now.until) };
  switch (now.because) {
    case 'deactivated':
    case 'not-joined':
      return { code: 'inactive', numbers: said };
    case 'leave-announced':
      return { code: 'left', numbers: { lastDay: now.lastDay } };
    case 'absent':
      if (!sources.includes('absence') || isBackInTime(person, calendar, at, graceMinutes)) return null;
      return { code: 'absent', numbers: { ...said, cover: now.cover } };
    default:
      if (!asked.workingTime || !sources.includes('working-time') || isBackInTime(person, calendar, at, graceMinutes)) return null;
      return { code: 'outside-working-time', numbers: said };
  }
}

const isBackInTime = (person: RepState, calendar: WorkingCalendar | null, at: number, graceMinutes: number): boolean => {
  if (graceMinutes === 0) return false;
  const back = availableFrom(person, at, calendar);
  return back !== null && back - at <= graceMinutes * 60_000;
};

/** The calendar that holds for a rep: its own, else the team's. */
function calendarOf(person: RepState, team: string, state: DispatchState, at: number): WorkingCalendar | null {
  const group = state.team(team);
  const id = ownCalendarAt(person, at) ?? (group && teamCalendarAt(group, at));
  return id === null ? null : state.calendar(id);
}

/** By which a rep's days are counted, whichever team asks: the one that the postings of its limits are written by. */
const dayCalendarOf = (person: RepState, team: string, state: DispatchState, at: number): WorkingCalendar | null =>
  calendarOf(person, teamAt(person, at) ?? team, state, at) ?? calendarOf(person, team, state, at);

/** A rep's availability holds until the instant it names, so it is worked out once until then. */
const known = new WeakMap<
  RepState,
  { readonly calendar: WorkingCalendar | null; readonly from: number; readonly availability: Availability }
>();

function availabilityAt(person: RepState, calendar: WorkingCalendar | null, at: number): Availability {
  const before = known.get(person);
  if (before && before.calendar === calendar && before.from <= at && at < (before.availability.until ?? Infinity))
    return before.availability;
  const availability = availabilityOf(person, at, calendar);
  known.set(person, { calendar, from: at, availability });
  return availability;
}

function coolDown(rep: string, state: DispatchState, { former, holder, at }: AssignmentCase): Exclusion | null {
  if (former?.rep !== rep) return null;
  const minutes = holder.kind === 'pool' ? state.coolDownMinutes(holder.id) : 0;
  const until = former.until + minutes * 60_000;
  return at < until ? { code: 'cool-down', numbers: { lost: iso(former.until), until: iso(until) } } : null;
}

function atCapacity(person: RepState, spec: AssignmentSpec, state: DispatchState, at: number): Exclusion | null {
  const { holdingCap, intakeCap } = capacityAt(person, at);
  if (holdingCap === null && intakeCap === null) return null;
  const load = state.load(person.id);
  if (holdingCap !== null && load.open >= holdingCap) return { code: 'at-holding-cap', numbers: { held: load.open, cap: holdingCap } };
  if (intakeCap === null) return null;
  const zone = dayCalendarOf(person, spec.team, state, at)?.zone ?? 'UTC';
  const taken = load.takenSince(startOfDay(at, zone));
  return taken >= intakeCap ? { code: 'at-intake-cap', numbers: { taken, cap: intakeCap, zone } } : null;
}

export const backAt = (rep: string, spec: AssignmentSpec, state: DispatchState, at: number): number | null => {
  const person = state.rep(rep);
  return person && availableFrom(person, at, calendarOf(person, spec.team, state, at));
};

export function availableNow(rep: string, team: string, state: DispatchState, at: number): boolean {
  const person = state.rep(rep);
  return person !== null && availabilityAt(person, calendarOf(person, team, state, at), at).available;
}

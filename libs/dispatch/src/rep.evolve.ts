import { type EventData, type RecordedLedgerEvent } from '#libs/contracts';
import { effectiveStart } from '#libs/calendar';
import { membershipsOf, membershipTold, tellAlso } from './memberships.js';
import { type Absence, initialRep, type RepPast, type RepState } from './rep-state.js';

/** Folds one event into a rep. What a retracted import brought in is void from its retraction on, also what it brings in afterwards. */
export function evolveRep(state: RepState, event: RecordedLedgerEvent): RepState {
  const { importId } = event.metadata;
  if (importId !== undefined && state.retractedImports.includes(importId)) return state;
  const past: RepPast = { event, before: state.past };
  if (event.type === 'rep.import-retracted') return { ...lasting(past, [...state.retractedImports, event.data.importId]), past };
  const next = told(state, event);
  return next === state ? state : { ...next, past };
}

function lasting(past: RepPast, retractedImports: readonly string[]): RepState {
  const events = eventsOf(past).filter(({ metadata }) => metadata.importId === undefined || !retractedImports.includes(metadata.importId));
  return { ...events.reduce(told, initialRep), retractedImports };
}

function told(state: RepState, event: RecordedLedgerEvent): RepState {
  const start = effectiveStart(event.metadata.occurredAt, state.lastStart);
  const next = inTeams(applied(state, event, start), event, start);
  // Reservations stand in the same stream by the thousand and say nothing of this.
  return next === state && event.type !== 'rep.import-retracted' ? state : { ...next, lastStart: start };
}

function eventsOf(past: RepPast | null): readonly RecordedLedgerEvent[] {
  const events: RecordedLedgerEvent[] = [];
  for (let link = past; link !== null; link = link.before) events.push(link.event);
  return events.reverse();
}

function applied(state: RepState, event: RecordedLedgerEvent, start: number): RepState {
  switch (event.type) {
    case 'rep.joined': {
      const { repId, name, attributes } = event.data;
      const employments = [...state.employments, { from: start, to: null }];
      return { ...called(state, start, { name, attributes }), id: repId, status: 'active', employments, leave: null };
    }
    case 'rep.confirmed': {
      const { repId, name, attributes } = event.data;
      const known = name === null && state.name !== '' ? state : called(state, start, { name: name ?? repId, attributes });
      const confirmed = { ...known, id: repId };
      return state.status === 'none'
        ? { ...confirmed, status: 'active', employments: [...state.employments, { from: start, to: null }] }
        : confirmed;
    }
    case 'rep.profile-changed':
      return called(state, start, event.data);
    case 'rep.deactivated':
      return {
        ...state,
        status: 'inactive',
        employments: state.employments.map((employment) => ended(employment, start)),
      };
    case 'rep.leave-announced':
      return { ...state, leave: { lastDay: event.data.lastDay, endsAt: Date.parse(event.data.endsAt) } };
    case 'rep.leave-withdrawn':
      return { ...state, leave: null };
    case 'rep.absence-announced':
      return { ...state, absences: [...state.absences, absenceOf(event.data)] };
    case 'rep.absence-changed':
      return { ...state, absences: replaced(state, event.data.absenceId, () => absenceOf(event.data)) };
    case 'rep.absence-cancelled':
      return { ...state, absences: replaced(state, event.data.absenceId, (absence) => ({ ...absence, cancelled: true })) };
    case 'rep.capacity-set':
      return { ...state, capacities: [...state.capacities, { ...event.data, from: start }] };
    case 'rep.calendar-set':
      return { ...state, calendars: [...state.calendars, { ...event.data, from: start }] };
    case 'rep.on-call-set': {
      const { shiftId, from, to, team } = event.data;
      return { ...state, onCall: [...state.onCall, { shiftId, from: Date.parse(from), to: Date.parse(to), team }] };
    }
    case 'rep.on-call-cancelled':
      return { ...state, onCall: state.onCall.filter(({ shiftId }) => shiftId !== event.data.shiftId) };
    default:
      return state;
  }
}

const called = (state: RepState, from: number, { name, attributes }: Pick<RepState, 'name' | 'attributes'>): RepState => ({
  ...state,
  name,
  attributes,
  profiles: [...state.profiles, { from, name, attributes }],
});

function inTeams(state: RepState, event: RecordedLedgerEvent, start: number): RepState {
  const told = membershipTold(event, start);
  if (!told) return state;
  const toldOfTeams = tellAlso(state.toldOfTeams, told);
  return { ...state, toldOfTeams, memberships: membershipsOf(toldOfTeams) };
}

const absenceOf = ({ from, to, ...absence }: EventData<'rep.absence-announced'>): Absence => ({
  ...absence,
  from: Date.parse(from),
  to: to === null ? null : Date.parse(to),
  cancelled: false,
});

const replaced = (state: RepState, absenceId: string, change: (absence: Absence) => Absence): readonly Absence[] =>
  state.absences.map((absence) => (absence.absenceId === absenceId ? change(absence) : absence));

const ended = <T extends { readonly from: number; readonly to: number | null }>(period: T, at: number): T =>
  period.to === null ? { ...period, to: Math.max(at, period.from) } : period;

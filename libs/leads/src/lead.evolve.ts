import { effectiveStart } from '#libs/calendar';
import { evolveClocks } from './clocks/lead-clocks.evolve.js';
import { type EventData } from '#libs/contracts';
import { type AccessRequest, initialLead, type LeadEvent, type LeadState, type OwnershipEntry, type PastEvent } from './lead-state.js';

/**
 * Folds one event into a lead. Events must come in order of revision. From a `lead.import-retracted` on, all events of that import are void:
 * the lead is as if they had never been, but their command ids stay known.
 */
export function evolveLead(state: LeadState, event: LeadEvent): LeadState {
  const { revision } = event;
  const knownAt = state.knownAt !== null && state.knownAt > event.metadata.knownAt ? state.knownAt : event.metadata.knownAt;
  const past = { event, before: state.past };
  if (event.type === 'lead.import-retracted') return { ...withoutImport(state, event.data.importId), revision, knownAt, past };
  const { importId } = event.metadata;
  if (importId !== undefined && state.retractedImports.includes(importId)) return { ...state, revision, knownAt, past };
  const start = effectiveStart(event.metadata.occurredAt, state.lastStart);
  const clocks = evolveClocks(state.clocks, event, start);
  return { ...applied(state, event, start), clocks, lastStart: start, revision, knownAt, past };
}

function withoutImport(state: LeadState, importId: string): LeadState {
  const retractedImports = [...state.retractedImports, importId];
  const isVoid = (event: LeadEvent): boolean =>
    event.type === 'lead.import-retracted' || (event.metadata.importId !== undefined && retractedImports.includes(event.metadata.importId));
  const lasting = inOrder(state.past).filter((event) => !isVoid(event));
  return { ...lasting.reduce(evolveLead, initialLead), retractedImports };
}

function inOrder(past: PastEvent | null): LeadEvent[] {
  const events: LeadEvent[] = [];
  for (let at = past; at; at = at.before) events.push(at.event);
  return events.reverse();
}

function applied(state: LeadState, event: LeadEvent, start: number): LeadState {
  switch (event.type) {
    case 'lead.captured':
      return {
        ...owned(state, event, start, { to: event.data.holder, team: event.data.team }),
        leadId: event.data.leadId,
        status: 'open',
        capturedAt: start,
        personIds: withPerson(state, event.data.personId),
      };
    case 'lead.inquiry-received':
      return { ...state, personIds: withPerson(state, event.data.personId) };
    case 'lead.assigned':
    case 'lead.claimed':
    case 'lead.transferred':
    case 'lead.released':
    case 'lead.recycled':
      return owned(state, event, start, event.data);
    case 'lead.ownership-corrected':
      return owned(state, event, start, event.data, event.data.until);
    case 'lead.follow-up-recorded':
      return event.data.automatic ? state : { ...state, lastFollowUpAt: Math.max(start, state.lastFollowUpAt ?? start) };
    case 'lead.stage-entered':
      return { ...state, stage: { stage: event.data.stage, process: event.data.process } };
    case 'lead.won':
      return { ...state, status: 'won' };
    case 'lead.lost':
      return { ...state, status: 'lost' };
    case 'lead.closed':
      return { ...state, status: 'closed' };
    case 'lead.marked-invalid':
      return { ...state, status: 'invalid' };
    case 'lead.reopened':
      return { ...state, status: 'open' };
    case 'lead.locked':
      return { ...state, lock: { from: start, until: event.data.until === null ? null : Date.parse(event.data.until) } };
    case 'lead.unlocked':
      return { ...state, lock: null };
    case 'lead.access-requested':
      return { ...state, accessRequests: [...state.accessRequests, { ...event.data, decided: null }] };
    case 'lead.access-decided':
      return { ...state, accessRequests: state.accessRequests.map((request) => decidedRequest(request, event.data)) };
    default:
      // What waits for its time is folded beside this; the rest says nothing that a rule asks for.
      return state;
  }
}

const withPerson = (state: LeadState, personId: string | null): readonly string[] =>
  personId === null || state.personIds.includes(personId) ? state.personIds : [...state.personIds, personId];

const decidedRequest = (request: AccessRequest, { requestId, granted, until }: EventData<'lead.access-decided'>): AccessRequest =>
  request.requestId === requestId ? { ...request, decided: { granted, until: until === null ? null : Date.parse(until) } } : request;

type Ownership = Pick<OwnershipEntry, 'to' | 'team'>;

function owned(state: LeadState, event: LeadEvent, start: number, ownership: Ownership, until: string | null = null): LeadState {
  const entry: OwnershipEntry = {
    start,
    revision: event.revision,
    until: until === null ? null : Date.parse(until),
    to: ownership.to,
    team: ownership.team,
    cause: event.type,
    eventId: event.id,
    actor: event.metadata.actor,
  };
  // Revisions rise, so among equal starts the new one is last.
  const next = state.ownership.findLastIndex((earlier) => earlier.start <= start) + 1;
  return { ...state, ownership: [...state.ownership.slice(0, next), entry, ...state.ownership.slice(next)] };
}

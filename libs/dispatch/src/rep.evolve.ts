import { type RecordedLedgerEvent } from '#libs/contracts';
import { effectiveStart } from '#libs/calendar';
import { initialRep, type RepState } from './rep-state.js';

/** Folds one event into a rep. What a retracted import brought in is void from its retraction on. */
export function evolveRep(state: RepState, event: RecordedLedgerEvent): RepState {
  const past = [...state.past, event];
  if (event.type === 'rep.import-retracted') return { ...withoutImport(state, event.data.importId), past };
  const start = effectiveStart(event.metadata.occurredAt, state.lastStart);
  return { ...applied(state, event, start), lastStart: start, past };
}

function withoutImport(state: RepState, importId: string): RepState {
  const retractedImports = [...state.retractedImports, importId];
  const lasting = state.past.filter(
    ({ type, metadata }) =>
      type !== 'rep.import-retracted' && (metadata.importId === undefined || !retractedImports.includes(metadata.importId)),
  );
  return { ...lasting.reduce(evolveRep, initialRep), retractedImports };
}

function applied(state: RepState, event: RecordedLedgerEvent, start: number): RepState {
  switch (event.type) {
    case 'rep.joined':
      return { ...state, id: event.data.repId, status: 'active', name: event.data.name, attributes: event.data.attributes };
    case 'rep.profile-changed':
      return { ...state, name: event.data.name, attributes: event.data.attributes };
    case 'rep.team-joined':
      return { ...state, memberships: [...state.memberships, { team: event.data.team, from: start, to: null }] };
    case 'rep.team-left':
      return { ...state, memberships: left(state, start, event.data.team) };
    case 'rep.deactivated':
      return { ...state, status: 'inactive', memberships: left(state, start, null) };
    default:
      return state;
  }
}

/** Ends what is open at `at`, in one team or in all. */
const left = (state: RepState, at: number, team: string | null) =>
  state.memberships.map((membership) =>
    membership.to === null && (team === null || membership.team === team)
      ? { ...membership, to: Math.max(at, membership.from) }
      : membership,
  );

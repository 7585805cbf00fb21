import { effectiveStart } from '#libs/calendar';
import { type RecordedLedgerEvent } from '#libs/contracts';

/** Something that holds from an instant (milliseconds since the epoch) until the next; null: none. */
interface Since {
  readonly from: number;
  readonly id: string | null;
}

/** A team or a pool as its stream tells it. */
export interface GroupState {
  readonly exists: boolean;
  readonly name: string;
  /** The team a pool counts for. */
  readonly team: string | null;
  readonly importId: string | null;
  /** Working calendars of a team, ascending. */
  readonly calendars: readonly Since[];
  /** Who leads a team, ascending. */
  readonly managers: readonly Since[];
}

export const initialGroup: GroupState = { exists: false, name: '', team: null, importId: null, calendars: [], managers: [] };

export const teamCalendarAt = (team: GroupState, at: number): string | null => inForce(team.calendars, at);
export const managerAt = (team: GroupState, at: number): string | null => inForce(team.managers, at);

const inForce = (entries: readonly Since[], at: number): string | null => entries.findLast(({ from }) => from <= at)?.id ?? null;

/** Folds one event of a team's or a pool's stream; a retracted import takes back what it created. */
export function evolveGroup(state: GroupState, event: RecordedLedgerEvent): GroupState {
  switch (event.type) {
    case 'team.created':
      return { ...initialGroup, exists: true, name: event.data.name, importId: event.metadata.importId ?? null };
    case 'pool.created':
      return { ...initialGroup, exists: true, name: event.data.name, team: event.data.team, importId: event.metadata.importId ?? null };
    case 'team.calendar-set':
      return { ...state, calendars: [...state.calendars, { from: startOf(event), id: event.data.calendar }] };
    case 'team.manager-named':
      return { ...state, managers: [...state.managers, { from: startOf(event), id: event.data.person }] };
    case 'team.import-retracted':
    case 'pool.import-retracted':
      return state.importId === event.data.importId ? initialGroup : state;
    default:
      return state;
  }
}

const startOf = ({ metadata }: RecordedLedgerEvent): number => effectiveStart(metadata.occurredAt, -Infinity);

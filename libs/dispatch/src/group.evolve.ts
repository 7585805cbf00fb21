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
  /** Who says that there is one, and what: the first counts, and those of imports that are not retracted stand. */
  readonly told: readonly Told[];
  /** Working calendars of a team, ascending. */
  readonly calendars: readonly Since[];
  /** Who leads a team, ascending. */
  readonly managers: readonly Since[];
}

interface Told {
  /** Since when, milliseconds since the epoch; −Infinity where history does not say. */
  readonly from: number;
  readonly importId: string | null;
  readonly name: string;
  readonly team: string | null;
}

export const initialGroup: GroupState = { exists: false, name: '', team: null, told: [], calendars: [], managers: [] };

export const teamCalendarAt = (team: GroupState, at: number): string | null => inForce(team.calendars, at);
/** What a team or a pool was called at an instant; null: there was none. */
export const groupAt = (group: GroupState, at: number): Pick<GroupState, 'name' | 'team'> | null =>
  group.told.find(({ from }) => from <= at) ?? null;
export const managerAt = (team: GroupState, at: number): string | null => inForce(team.managers, at);

const inForce = (entries: readonly Since[], at: number): string | null => entries.findLast(({ from }) => from <= at)?.id ?? null;

/** Folds one event of a team's or a pool's stream; a retracted import takes back what it created, unless others say so too. */
export function evolveGroup(state: GroupState, event: RecordedLedgerEvent): GroupState {
  switch (event.type) {
    case 'team.created':
      return toldBy([toldIn(event, event.data.name, null)], initialGroup);
    case 'pool.created':
      return toldBy([toldIn(event, event.data.name, event.data.team)], initialGroup);
    case 'team.confirmed':
      return toldBy([...state.told, toldIn(event, event.data.name, null)], state);
    case 'pool.confirmed':
      return toldBy([...state.told, toldIn(event, event.data.name, event.data.team)], state);
    case 'team.calendar-set':
      return { ...state, calendars: [...state.calendars, { from: startOf(event), id: event.data.calendar }] };
    case 'team.manager-named':
      return { ...state, managers: [...state.managers, { from: startOf(event), id: event.data.person }] };
    case 'team.import-retracted':
    case 'pool.import-retracted':
      return toldBy(
        state.told.filter(({ importId }) => importId !== event.data.importId),
        state,
      );
    default:
      return state;
  }
}

const toldIn = (event: RecordedLedgerEvent, name: string, team: string | null): Told => ({
  from: startOf(event),
  importId: event.metadata.importId ?? null,
  name,
  team,
});

function toldBy(told: readonly Told[], state: GroupState): GroupState {
  const [first] = told;
  return first ? { ...state, exists: true, name: first.name, team: first.team, told } : initialGroup;
}

const startOf = ({ metadata }: RecordedLedgerEvent): number => effectiveStart(metadata.occurredAt, -Infinity);

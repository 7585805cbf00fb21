import { type RecordedLedgerEvent } from '#libs/contracts';

/** A team or a pool as its stream tells it. */
export interface GroupState {
  readonly exists: boolean;
  readonly name: string;
  /** The team a pool counts for. */
  readonly team: string | null;
  readonly importId: string | null;
}

export const initialGroup: GroupState = { exists: false, name: '', team: null, importId: null };

/** Folds one event of a team's or a pool's stream; a retracted import takes back what it created. */
export function evolveGroup(state: GroupState, event: RecordedLedgerEvent): GroupState {
  switch (event.type) {
    case 'team.created':
      return { exists: true, name: event.data.name, team: null, importId: event.metadata.importId ?? null };
    case 'pool.created':
      return { exists: true, name: event.data.name, team: event.data.team, importId: event.metadata.importId ?? null };
    case 'team.import-retracted':
    case 'pool.import-retracted':
      return state.importId === event.data.importId ? initialGroup : state;
    default:
      return state;
  }
}

import { type RecordedLedgerEvent } from '#libs/contracts';
import { type PersonState } from './person-state.js';

export function evolvePerson(state: PersonState, event: RecordedLedgerEvent): PersonState {
  switch (event.type) {
    case 'person.merged':
      return { mergedInto: event.data.into };
    case 'person.unmerged':
      return { mergedInto: null };
    default:
      return state;
  }
}

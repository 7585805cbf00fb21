import { reasonCheck } from '../../checks.js';
import { decided, type PersonDecision } from '../decision.js';
import { type UnmergePeople } from '../person-action.js';
import { type PersonState } from '../person-state.js';

/** Takes a merge back. Every inquiry, contact point and lead kept its person all the time, so nothing needs to be sorted out. */
export const decideUnmerge = (state: PersonState, { person, reason }: UnmergePeople): PersonDecision =>
  decided(
    [
      state.mergedInto === null
        ? { code: 'PERSON.NOT_MERGED', message: `${person} is not taken for anybody else; there is nothing to undo`, path: 'person' }
        : null,
      reasonCheck(reason),
    ],
    () => ({ type: 'person.unmerged', data: { personId: person, from: state.mergedInto!, reason } }),
  );

import { reasonCheck } from '../../checks.js';
import { type Verdict } from '../../decision.js';
import { decided, isKnown, type PersonDecision } from '../decision.js';
import { type MergePeople } from '../person-action.js';
import { type PersonState } from '../person-state.js';

interface MergeContext {
  readonly personKnown: boolean;
  readonly intoKnown: boolean;
  /** Whom `into` itself is taken for, at the end of the chain. */
  readonly rootOfInto: string;
}

/** Two people are taken for one. Nothing is moved, so nothing can be lost: leads, inquiries and contact points keep the person they came with. */
export const decideMerge = (
  state: PersonState,
  { person, into, reason }: MergePeople,
  { personKnown, intoKnown, rootOfInto }: MergeContext,
): PersonDecision =>
  decided(
    [
      isKnown('person', person, personKnown),
      isKnown('into', into, intoKnown),
      isAlone(state, person),
      isAnother(person, into, rootOfInto),
      reasonCheck(reason),
    ],
    () => ({ type: 'person.merged', data: { personId: person, into, reason } }),
  );

const isAlone = (state: PersonState, person: string): Verdict =>
  state.mergedInto === null
    ? null
    : {
        code: 'PERSON.ALREADY_MERGED',
        message: `${person} is taken for ${state.mergedInto} already; unmerge first, or merge ${state.mergedInto}`,
        path: 'person',
        detail: { into: state.mergedInto },
      };

function isAnother(person: string, into: string, rootOfInto: string): Verdict {
  if (person === into) return { code: 'PERSON.SAME', message: 'A person cannot be merged into itself; name the other one', path: 'into' };
  return rootOfInto === person
    ? { code: 'PERSON.MERGED_THE_OTHER_WAY', message: `${into} is taken for ${person} already; unmerge ${into} first`, path: 'into' }
    : null;
}

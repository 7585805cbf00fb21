import { reasonCheck } from '../../checks.js';
import { type Verdict } from '../../decision.js';
import { decided, isKnown, type PersonDecision } from '../decision.js';
import { type MergePeople } from '../person-action.js';
import { type PersonState } from '../person-state.js';

interface MergeContext {
  readonly personKnown: boolean;
  readonly intoKnown: boolean;
  /** `into` and whom it is taken for, one after the other; ends with one that stands in it before where the log has a circle. */
  readonly chainOfInto: readonly string[];
}

/** Two people are taken for one. Nothing is moved, so nothing can be lost: leads, inquiries and contact points keep the person they came with. */
export const decideMerge = (
  state: PersonState,
  { person, into, reason }: MergePeople,
  { personKnown, intoKnown, chainOfInto }: MergeContext,
): PersonDecision =>
  decided(
    [
      isKnown('person', person, personKnown),
      isKnown('into', into, intoKnown),
      isAlone(state, person),
      isAnother(person, into, chainOfInto),
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

function isAnother(person: string, into: string, chain: readonly string[]): Verdict {
  if (person === into) return { code: 'PERSON.SAME', message: 'A person cannot be merged into itself; name the other one', path: 'into' };
  const [last, end] = [chain.at(-2), chain.at(-1)!];
  if (chain.indexOf(end) < chain.length - 1)
    return {
      code: 'PERSON.MERGED_IN_A_CIRCLE',
      message: `${last} is taken for ${end}, and ${end} in the end for ${last}; unmerge ${last} first`,
      path: 'into',
      detail: { person: last, into: end },
    };
  return end === person
    ? { code: 'PERSON.MERGED_THE_OTHER_WAY', message: `${into} is taken for ${person} already; unmerge ${into} first`, path: 'into' }
    : null;
}

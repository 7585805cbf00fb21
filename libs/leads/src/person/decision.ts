import { type LedgerEvent } from '#libs/contracts';
import { type Violation } from '#libs/platform';
import { type Verdict } from '../decision.js';

export type PersonFact = LedgerEvent<'person.merged' | 'person.unmerged' | 'person.collision-ruled'>;

export type PersonDecision =
  | { readonly kind: 'event'; readonly event: PersonFact }
  | { readonly kind: 'rejected'; readonly violations: readonly [Violation, ...Violation[]] };

/** Ends every decide on a person: whoever is refused hears of every rule that was not met. */
export function decided(verdicts: readonly Verdict[], event: () => PersonFact): PersonDecision {
  const [first, ...others] = verdicts.filter((verdict) => verdict !== null);
  return first ? { kind: 'rejected', violations: [first, ...others] } : { kind: 'event', event: event() };
}

export const isKnown = (path: string, person: string, known: boolean): Verdict =>
  known
    ? null
    : {
        code: 'PERSON.NOT_FOUND',
        message: `Nobody is known as ${person}; name a person by the id that intake answers (personId) and the lead shows`,
        path,
      };

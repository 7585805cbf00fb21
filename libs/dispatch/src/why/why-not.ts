import { type AssignmentDecision } from '#libs/contracts';

/** Why a rep did not get a lead, as the decision recorded it. */
export interface WhyNot {
  readonly rep: string;
  /** `chosen`: it did get it. `compared`: others came first. `not-asked`: the rule is about other people. */
  readonly verdict: 'excluded' | 'compared' | 'not-asked' | 'chosen' | 'held';
  readonly code: string | null;
  readonly numbers: Readonly<Record<string, unknown>> | null;
  /** Leads that the rep had no more afterwards, where having too many was the reason: too late for this one. */
  readonly freedLater: readonly { readonly lead: string; readonly at: string }[];
}

const FULL = new Set(['at-holding-cap', 'at-intake-cap']);

type Decided = Pick<AssignmentDecision, 'candidates' | 'chosen' | 'heldUntil'>;

export function whyNot(rep: string, { candidates, chosen, heldUntil }: Decided, freed: WhyNot['freedLater']): WhyNot {
  const said = { rep, code: null, numbers: null, freedLater: [] };
  if (chosen?.kind === 'person' && chosen.id === rep) return { ...said, verdict: 'chosen' };
  const candidate = candidates.find((each) => each.rep === rep);
  if (candidate?.excluded) {
    const { code, numbers } = candidate.excluded;
    return { ...said, verdict: 'excluded', code, numbers, freedLater: FULL.has(code) ? freed : [] };
  }
  if (candidate) return { ...said, verdict: 'compared', numbers: candidate.compared };
  return { ...said, verdict: heldUntil === null ? 'not-asked' : 'held' };
}

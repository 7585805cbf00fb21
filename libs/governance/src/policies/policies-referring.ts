import { isScalar, parseDocument, visit } from 'yaml';
import { type CelVocabulary } from '#libs/expressions';
import { type VocabularyLibrary } from '../vocabularies/vocabulary-library.js';
import { parsePolicy } from './parse-policy.js';
import { policyInForce } from './policy-in-force.js';
import { type PolicyKind } from './policy-kind.js';
import { type PolicyState, type VersionStatus } from './policy-state.js';
import { judgingPolicies } from './policy-vocabularies.js';

/** A version of a policy that a change elsewhere would be felt by. */
export interface ReferringPolicy {
  readonly kind: string;
  readonly name: string;
  readonly version: number;
  readonly status: VersionStatus;
}

/** What a document may refer to: a vocabulary by the values that it writes out, a calendar by its id. */
export type Referred = { readonly kind: 'vocabulary' | 'calendar'; readonly name: string };

/** Every version of every policy that refers to it, with its state at an instant (milliseconds since the epoch). */
export function policiesReferring(
  policies: readonly PolicyState[],
  to: Referred,
  world: { readonly kinds: readonly PolicyKind[]; readonly library: VocabularyLibrary; readonly zone: string; readonly at: number },
): readonly ReferringPolicy[] {
  return policies.flatMap((policy) => {
    const { statusOf } = policyInForce(policy, world.at);
    return policy.versions
      .filter(({ document }) => (to.kind === 'calendar' ? namesCalendar(document, to.name) : writesValuesOf(document, to.name, world)))
      .map(({ version }) => ({ kind: policy.kind, name: policy.name, version, status: statusOf(version) }));
  });
}

function namesCalendar(document: string, calendar: string): boolean {
  let found = false;
  visit(parseDocument(document), {
    Pair: (_, { key, value }) => {
      if (isScalar(key) && key.value === 'calendar' && isScalar(value) && value.value === calendar) found = true;
    },
  });
  return found;
}

/** Reads the document once more and notes which vocabularies its values are judged by. */
function writesValuesOf(
  document: string,
  vocabulary: string,
  { kinds, library, zone, at }: { kinds: readonly PolicyKind[]; library: VocabularyLibrary; zone: string; at: number },
): boolean {
  const judging = judgingPolicies(library, new Date(at).toISOString(), zone);
  let found = false;
  const boundTo = (path: readonly string[]): CelVocabulary | undefined => {
    const bound = judging.judge?.boundTo?.(path);
    if (bound?.name === vocabulary) found = true;
    return bound;
  };
  parsePolicy(document, kinds, { ...judging, judge: { ...judging.judge!, boundTo } });
  return found;
}

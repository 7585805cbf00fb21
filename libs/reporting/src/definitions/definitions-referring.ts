import { isScalar, parseDocument, visit } from 'yaml';
import { type VocabularyLibrary } from '#libs/governance';
import { pinnedTerms } from '../terms/term-versions.js';
import { type DefinitionVersion } from './definition-version.js';
import { vocabulariesOf } from './definition-vocabularies.js';
import { type DefinitionKind, kindOf, readDocument } from './read-document.js';

/** What a definition may refer to. */
export interface ReferredThing {
  readonly kind: 'vocabulary' | 'calendar' | 'rates' | 'definition';
  readonly name: string;
}

/** A version of a definition that a change elsewhere would be felt by. */
export interface ReferringDefinition {
  readonly kind: DefinitionKind;
  readonly name: string;
  readonly version: number;
  readonly state: string;
}

/** Before every last day: what is written in a recorded document is not judged again. */
const NEVER_RETIRED = '0000-01-01';

/** Every version of every definition that calls a vocabulary or writes out values of it, reckons in a calendar, converts by rates, or uses a term. */
export function definitionsReferring(
  all: readonly DefinitionVersion[],
  { kind, name }: ReferredThing,
  library: VocabularyLibrary,
): readonly ReferringDefinition[] {
  const refers = (version: DefinitionVersion): boolean => {
    if (kind === 'definition') return version.uses.some((used) => used.name === name);
    if (kind !== 'vocabulary') return namesUnder(version.document, kind, name);
    const noted = new Set<string>();
    const terms = pinnedTerms(version.uses, all);
    readDocument(version.document, {
      ...vocabulariesOf(version, library),
      terms,
      judgedOn: NEVER_RETIRED,
      noting: (vocabulary) => noted.add(vocabulary),
    });
    return noted.has(name);
  };
  return all
    .filter(refers)
    .map((version) => ({ kind: kindOf(version.document), name: version.name, version: version.version, state: version.state }));
}

function namesUnder(document: string, key: string, name: string): boolean {
  let found = false;
  visit(parseDocument(document), {
    Pair: (_, pair) => {
      if (isScalar(pair.key) && pair.key.value === key && isScalar(pair.value) && pair.value.value === name) found = true;
    },
  });
  return found;
}

import { localDate } from '#libs/calendar';
import { type FactCodes, type Vocabularies } from '#libs/expressions';
import { type VocabularyReader } from '../vocabularies/read-vocabularies.js';
import { type VocabularyLibrary } from '../vocabularies/vocabulary-library.js';

/** Where vocabularies are read, and on which day an instant lies. */
export interface PolicyVocabularies {
  readonly read: VocabularyReader;
  readonly zone: string;
}

/**
 * What values in a policy are judged by, and facts read by, at an instant (ISO): the vocabularies in force then. A policy calls no vocabulary: which one
 * a fact has is known. What it writes out must be a value that people may still enter.
 */
export function judgingPolicies(library: VocabularyLibrary, at: string, zone: string): Vocabularies {
  const chosen = library.inForce(at);
  const { judge } = library.scope(chosen, { today: localDate(at, zone), raw: true });
  return {
    ...readingFacts(library.codes(chosen)),
    judge: { ...judge!, retired: 'nobody may enter it any more: name a value that is in use' },
  };
}

/** What a policy that was accepted once reads facts by; its values are not judged again. */
export const readingFacts = (codes: FactCodes): Vocabularies => ({ get: () => undefined, names: [], codes });

import { localDate } from '#libs/calendar';
import { type Vocabularies } from '#libs/expressions';
import { type VocabularyReader } from '../vocabularies/read-vocabularies.js';
import { type VocabularyLibrary } from '../vocabularies/vocabulary-library.js';

/** Where vocabularies are read, and on which day an instant lies. */
export interface PolicyVocabularies {
  readonly read: VocabularyReader;
  readonly zone: string;
}

/**
 * What values in a policy are judged by at an instant (ISO): the vocabularies in force then. A policy compares what was recorded, so that the fold of
 * the log decides alone; it may not call a vocabulary, and what it writes out must be a value that people may still enter.
 */
export function judgingPolicies(library: VocabularyLibrary, at: string, zone: string): Vocabularies {
  const { judge } = library.scope(library.inForce(at), { today: localDate(at, zone), raw: true });
  return { get: () => undefined, names: [], judge: { ...judge!, retired: 'nobody may enter it any more: name a value that is in use' } };
}

import { type RecordedLedgerEvent } from '#libs/contracts';
import { initialVocabulary, type VocabularyState } from './vocabulary-state.js';

export function evolveVocabulary(state: VocabularyState, event: RecordedLedgerEvent): VocabularyState {
  if (event.type !== 'vocabulary.published') return state;
  const { name, ...published } = event.data;
  const { knownAt, actor } = event.metadata;
  const version = { ...published, publishedAt: knownAt, publishedBy: actor.id, revision: event.revision };
  return { name, versions: [...state.versions, version] };
}

/** The fold of `vocabulary-<name>`. */
export const vocabularyFold = { initial: initialVocabulary, evolve: evolveVocabulary };

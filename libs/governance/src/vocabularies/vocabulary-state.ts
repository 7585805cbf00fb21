/** One document as it was published. It never changes. */
export interface VocabularyVersion {
  readonly version: number;
  readonly document: string;
  readonly documentHash: string;
  /** ISO instant from which on people's entries are checked by it. */
  readonly effectiveFrom: string;
  readonly reason: string;
  readonly publishedAt: string;
  readonly publishedBy: string;
  /** Revision of the event in the vocabulary's stream. */
  readonly revision: number;
}

/** A vocabulary as its stream tells it. */
export interface VocabularyState {
  readonly name: string;
  readonly versions: readonly VocabularyVersion[];
}

export const initialVocabulary: VocabularyState = { name: '', versions: [] };

/** The version that entries are checked by at an instant (ISO): the newest that has taken effect. */
export const versionInForce = ({ versions }: VocabularyState, at: string): VocabularyVersion | null =>
  versions.findLast(({ effectiveFrom }) => effectiveFrom <= at) ?? null;

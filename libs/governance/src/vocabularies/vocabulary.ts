import { type CelCode, type CelVocabulary } from '#libs/expressions';

/** Parts of an inquiry, beside its attributes, that can have a vocabulary. */
export const vocabularyFields = ['source', 'channel', 'medium', 'campaign'] as const;
export type VocabularyField = (typeof vocabularyFields)[number];

/** What stands in a document. */
export interface VocabularyDocument {
  readonly name: string;
  readonly title: string;
  /** Clear attributes of leads and inquiries whose values are those of the vocabulary. */
  readonly attributes: readonly string[];
  readonly fields: readonly VocabularyField[];
  /** Whether its attributes are taken from the free text of an inquiry that does not say them. */
  readonly fromText: boolean;
  /** Writings that the version before knew and that shall no longer mean anything. */
  readonly withdrawn: readonly string[];
  /** By code, in the order of the document. */
  readonly codes: ReadonlyMap<string, CelCode>;
  /** Every writing, as `spellingOf` makes it, with its code. */
  readonly spellings: ReadonlyMap<string, string>;
}

/** A document that was published, ready for use. */
export type Vocabulary = VocabularyDocument & CelVocabulary;

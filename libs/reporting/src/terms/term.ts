import { type DefinitionState, type UsedVersion } from '../definitions/definition-version.js';
import { type EntityName } from '../entities/entity.js';

/** A word that definitions use by name: clauses that all have to be true of a row of its entities. */
export interface TermDocument {
  readonly name: string;
  readonly title: string;
  readonly describe: string;
  readonly entities: readonly EntityName[];
  /** CEL, by the name of each clause. */
  readonly clauses: readonly { readonly name: string; readonly source: string }[];
  /** Versions of vocabularies that it says. */
  readonly vocabularies: ReadonlyMap<string, number>;
}

/** One version of a term, ready to be used. */
export interface TermVersion extends UsedVersion {
  readonly state: DefinitionState;
  readonly term: TermDocument;
}

/** The terms that a document may use. */
export interface Terms {
  readonly names: readonly string[];
  versionsOf(name: string): readonly TermVersion[];
  /** Which version a name alone means; null: none. */
  meant(name: string): TermVersion | null;
}

export const noTerms: Terms = { names: [], versionsOf: () => [], meant: () => null };

/** Whether a document is a term: the key stands at its top. */
export const isTermDocument = (document: string): boolean => /^(term|"term"|'term')[ \t]*:/m.test(document);

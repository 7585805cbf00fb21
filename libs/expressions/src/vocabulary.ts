/** One version of a controlled vocabulary, as an expression may use it. Days are `2026-07-01`. */
export interface CelVocabulary {
  readonly name: string;
  readonly version: number;
  readonly documentHash: string;
  /** Every writing of every value, once each: what `spellingOf` makes of it, and the code it means. */
  readonly spellings: ReadonlyMap<string, string>;
  readonly codes: ReadonlyMap<string, CelCode>;
}

export interface CelCode {
  readonly code: string;
  readonly label: string;
  /** How it is written too. */
  readonly aliases: readonly string[];
  /** First and last day on which it may be entered; null: without bound. */
  readonly from: string | null;
  readonly to: string | null;
  /** The code above it, by the day from which on; each holds until the next. Null from: since ever. */
  readonly parents: readonly { readonly code: string; readonly from: string | null }[];
}

/** The vocabularies that an expression may name, one version of each. */
export interface Vocabularies {
  get(name: string): CelVocabulary | undefined;
  readonly names: readonly string[];
  /** How values that are written out are judged. Without it they are not: what was published once stays as it is. */
  readonly judge?: {
    /** The day by which values that are no longer to be used are refused; null: they are not. */
    readonly today: string | null;
    /** What to do about a value that is retired; default: name a version in which it is not. */
    readonly retired?: string;
    /** The vocabulary of a raw fact, where its values are those of one. */
    boundTo?(path: readonly string[]): CelVocabulary | undefined;
  };
  /** By which facts are read where expressions are evaluated. Without it they are what was recorded. */
  readonly codes?: FactCodes;
}

/** The vocabularies by which raw facts are read as codes, one version each: every writing of a value is its code, what is no value stays as it was written. */
export interface FactCodes {
  /** The vocabulary that the values of a fact are of. */
  vocabularyOf(path: readonly string[]): CelVocabulary | undefined;
  /** Says which versions these are: two with one key read alike. */
  readonly key: string;
}

export const noCodes: FactCodes = { vocabularyOf: () => undefined, key: '' };

export const noVocabularies: Vocabularies = { get: () => undefined, names: [] };

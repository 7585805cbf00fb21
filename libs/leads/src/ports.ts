import { type Sealed } from '#libs/contracts';

/** Seals personal data under the keys of its subjects; made by `libs/privacy`. */
export interface Sealer {
  /** Fetches or makes the keys of many people at once, so that sealing after it asks no store. */
  prepare(personIds: readonly string[]): Promise<void>;
  /** Readable only while the keys of all subjects exist. */
  seal(subjects: readonly string[], json: unknown): Promise<Sealed>;
  /** Null where a key is gone. */
  open(sealed: Sealed): Promise<unknown>;
}

/** A digest nobody can compute without the key; the purpose keeps digests of one kind from being compared with another. */
export type KeyedHash = (purpose: string, text: string) => string;

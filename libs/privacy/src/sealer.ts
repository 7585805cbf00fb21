import { hkdfSync } from 'node:crypto';
import { type Sealed } from '#libs/contracts';
import { canonicalJson } from '#libs/platform';
import { decrypt, encrypt } from './cipher.js';
import { type KeyRing } from './key-ring.js';

/** Sealed bytes were changed, or belong to other people than they say. A defect or an attack, never an answer. */
export class SealBrokenError extends Error {}

/** Personal data in and out of events. */
export interface Sealer {
  /** Readable only while the keys of all `subjects` exist. Keys are made where there is none. Throws 409 `PRIVACY.PERSON_ERASED`. */
  seal(subjects: readonly string[], json: unknown): Promise<Sealed>;
  /** What was sealed; null once the key of one of its people is gone. Throws `SealBrokenError` where it was tampered with. */
  open(sealed: Sealed): Promise<unknown>;
  /** Fetches or makes the keys of many people in one round trip, before many are sealed. Throws 409 `PRIVACY.PERSON_ERASED`. */
  prepare(personIds: readonly string[]): Promise<void>;
}

const FORMAT = 'leadledger sealed 1';

export const createSealer = (ring: KeyRing): Sealer => ({
  seal: async (people, json) => {
    const subjects = [...new Set(people)].sort();
    if (subjects.length === 0) throw new RangeError('Personal data has at least one subject');
    const key = combined(await ring.ensure(subjects));
    return { subjects, box: encrypt(key, Buffer.from(JSON.stringify(json)), contextOf(subjects)).toString('base64url') };
  },
  open: async ({ subjects, box }) => {
    const keys = await ring.find(subjects);
    if (keys.includes(null)) return null;
    const plain = decrypt(combined(keys as Buffer[]), Buffer.from(box, 'base64url'), contextOf(subjects));
    if (!plain) throw new SealBrokenError(`Sealed data of ${subjects.join(', ')} was altered`);
    return JSON.parse(plain.toString('utf8')) as unknown;
  },
  prepare: async (personIds) => {
    await ring.ensure([...new Set(personIds)]);
  },
});

/** One key from the keys of all subjects (HKDF, RFC 5869): whoever lacks one of them has nothing. */
const combined = (keys: readonly Buffer[]): Buffer =>
  keys.length === 1 ? keys[0]! : Buffer.from(hkdfSync('sha256', Buffer.concat(keys), '', FORMAT, 32));

/** Binds a box to the people it names. */
const contextOf = (subjects: readonly string[]): string => canonicalJson([FORMAT, ...subjects]);

import type pg from 'pg';
import { type Clock, migrate, systemClock } from '#libs/platform';
import { installationSecret } from './installation-secret.js';
import { KeyRing } from './key-ring.js';
import { createKeyedHash, type KeyedHash } from './keyed-hash.js';
import { type MasterKey } from './master-key.js';
import { createSealer, type Sealer } from './sealer.js';

export interface Privacy {
  readonly sealer: Sealer;
  /** Recognises a text (a phone number, a command) without keeping it. */
  readonly keyedHash: KeyedHash;
  /** Destroys the keys of these people for ever, in this database; backups of it die by their own retention. */
  destroyKeys(personIds: readonly string[]): Promise<void>;
}

export interface PrivacyOptions {
  /** Of the database of keys. */
  readonly pool: pg.Pool;
  readonly masterKey: MasterKey;
  readonly clock?: Clock;
}

/** Brings the database of keys into shape and checks the master key against it (503 `PRIVACY.WRONG_MASTER_KEY`): call it at start. */
export async function createPrivacy({ pool, masterKey, clock = systemClock }: PrivacyOptions): Promise<Privacy> {
  await migrate({ pool, name: 'privacy', folder: new URL('./migrations/', import.meta.url) });
  const keyedHash = createKeyedHash(await installationSecret(pool, masterKey));
  const ring = new KeyRing(pool, masterKey, clock);
  return { sealer: createSealer(ring), keyedHash, destroyKeys: (personIds) => ring.destroy(personIds) };
}

import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, ProblemError, writeSecretOnce } from '#libs/platform';
import { decrypt, encrypt } from './cipher.js';

/** Wraps every other key. It is never in a database. */
export interface MasterKey {
  /** Names the key without telling anything about it. */
  readonly fingerprint: string;
  wrap(secret: Buffer, purpose: string): Buffer;
  /** Null where it was wrapped by another key or for another purpose. */
  unwrap(wrapped: Buffer, purpose: string): Buffer | null;
}

export function masterKeyOf(text: string): MasterKey {
  const key = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64');
  if (key.length !== 32) {
    const message = 'The master key must be 32 bytes in base64 or 64 hexadecimal digits; make one with "openssl rand -base64 32"';
    throw new ProblemError(422, [{ code: 'PRIVACY.MASTER_KEY_MALFORMED', message }]);
  }
  const wrapping = Buffer.from(hkdfSync('sha256', key, '', 'leadledger key wrapping', 32));
  return {
    fingerprint: createHmac('sha256', key).update('leadledger master key').digest('hex').slice(0, 32),
    wrap: (secret, purpose) => encrypt(wrapping, secret, purpose),
    unwrap: (wrapped, purpose) => decrypt(wrapping, wrapped, purpose),
  };
}

/** From LEADLEDGER_MASTER_KEY, else from the data folder, where the first start makes one that only its owner can read. */
export function loadMasterKey(config: Pick<Config, 'masterKey' | 'dataDir'>): MasterKey {
  if (config.masterKey !== null) return masterKeyOf(config.masterKey);
  const file = join(config.dataDir, 'secrets', 'master-key');
  const { secret } = writeSecretOnce(file, () => randomBytes(32).toString('base64'));
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
    const message = `The master key ${file} can be read by others: run "chmod 600 ${file}" and start again`;
    throw new ProblemError(503, [{ code: 'PRIVACY.MASTER_KEY_EXPOSED', message }]);
  }
  return masterKeyOf(secret);
}

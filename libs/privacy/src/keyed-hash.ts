import { createHmac } from 'node:crypto';

/** `purpose` keeps hashes of different uses apart: the same text gives unrelated hashes. 43 characters of base64url (HMAC-SHA-256). */
export type KeyedHash = (purpose: string, text: string) => string;

export function createKeyedHash(secret: Buffer): KeyedHash {
  const keys = new Map<string, Buffer>();
  return (purpose, text) => {
    let key = keys.get(purpose);
    if (!key) keys.set(purpose, (key = createHmac('sha256', secret).update(purpose).digest()));
    return createHmac('sha256', key).update(text).digest('base64url');
  };
}

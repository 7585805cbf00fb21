import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { createKeyedHash } from './keyed-hash.js';

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

describe('the keyed hash', () => {
  it('is HMAC-SHA-256 under a key derived for its purpose, for texts of any length and script', () => {
    const secret = Buffer.from('a secret of this installation');
    const keyedHash = createKeyedHash(secret);
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ minLength: 1_000, maxLength: 5_000 }));
    fc.assert(
      fc.property(fc.constantFrom('row', 'command'), text, (purpose, each) => {
        expect(keyedHash(purpose, each)).toBe(hmac(hmac(secret, purpose), each).toString('base64url'));
      }),
    );
  });
});

import { hash } from 'node:crypto';
import { v7 } from 'uuid';

/** Namespace of every derived id of LeadLedger (a random UUID, fixed for ever). */
const NAMESPACE = '6f0b1a5c-3a53-4b0e-9a1f-8d7f7f6f2c11';

/** A new time-ordered id (UUID version 7, RFC 9562). */
export const newId = (): string => v7();

const NAMESPACE_BYTES = Buffer.from(NAMESPACE.replaceAll('-', ''), 'hex');
/** The namespace, and behind it the name. */
let named = Buffer.concat([NAMESPACE_BYTES], 1_024);
const spelled = Buffer.from('00000000-0000-0000-0000-000000000000');
const HEX = Buffer.from('0123456789abcdef');

/**
 * The id that the same parts always give (UUID version 5, RFC 9562): retries of one command derive the same event ids. Written out, with buffers
 * that are kept, because imports derive several a fact, and this takes a tenth of the time of the general function.
 */
export function derivedId(...parts: readonly (string | number)[]): string {
  const name = parts.join('\u001f');
  // No character takes more than three bytes for each of its UTF-16 units.
  const needed = NAMESPACE_BYTES.length + 3 * name.length;
  if (needed > named.length) named = Buffer.concat([NAMESPACE_BYTES], needed);
  const end = NAMESPACE_BYTES.length + named.write(name, NAMESPACE_BYTES.length);
  const digest = hash('sha1', named.subarray(0, end), 'binary');
  for (let octet = 0, at = 0; octet < 16; octet++) {
    if (octet === 4 || octet === 6 || octet === 8 || octet === 10) at++;
    let value = digest.charCodeAt(octet);
    if (octet === 6) value = (value & 0x0f) | 0x50;
    else if (octet === 8) value = (value & 0x3f) | 0x80;
    spelled[at++] = HEX[value >> 4]!;
    spelled[at++] = HEX[value & 0x0f]!;
  }
  return spelled.toString('latin1');
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
export const isUuid = (text: string): boolean => UUID.test(text);

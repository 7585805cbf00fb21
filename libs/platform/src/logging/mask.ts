import { types } from 'node:util';

/** What must never reach a log line, whoever wrote it there: secrets, and personal data of leads. */

const SECRET_NAME = /pass(word|wd)?$|secret|token$|authori[sz]ation|cookie|master.?key|private.?key|api.?key|credential/i;
const PERSONAL_NAME =
  /^(contact|contacts|contact.?points?|phones?|e?mails?|handles?|payload|raw.?payload|note|first.?name|last.?name|full.?name|address)$/i;
const MASK = '***';

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // user:password@ of a connection string
  [/([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s@/]+@/gi, `$1:${MASK}@`],
  // a JSON Web Token
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, MASK],
  [/\b(bearer|basic)\s+[\w.~+/=-]+/gi, `$1 ${MASK}`],
  [/[^\s"'<>@:]+@[^\s"'<>@]+\.[a-z]{2,}\b/gi, MASK],
  // a lead that is named by a contact point, as in an address; a number goes on behind spaces and slashes
  [/\b(phone)(:|%3A)(?:[^\s"'<>&/?]+|[\s/](?:[\s/().+\p{Pd}]|%[0-9a-f]{2})*\d)+/giu, `$1$2${MASK}`],
  [/\b(email|messenger)(:|%3A)[^\s"'<>&/?]+/gi, `$1$2${MASK}`],
  // a phone number as people write it internationally, and as an address spells that
  [/(?:\+|%2B)\(?\d(?:[\d\s()./+\p{Pd}]|%2[0-9a-f]){6,}\d/giu, MASK],
];

const maskText = (text: string): string => PATTERNS.reduce((masked, [pattern, by]) => masked.replace(pattern, by), text);

/** A copy of a JSON value with secrets and personal data masked: by the name of a field, and by how a text looks. */
export function mask(value: unknown): unknown {
  if (typeof value === 'string') return maskText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(mask);
  if ((value as { type?: unknown }).type === 'Buffer') return '[bytes]';
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, item !== null && isHidden(name) ? MASK : mask(item)]));
}

const isHidden = (name: string): boolean => SECRET_NAME.test(name) || PERSONAL_NAME.test(name);

/** What of an error is worth a line. PostgreSQL's `detail` and the parameters of a statement quote values of rows: they are left out. */
export function maskError(error: unknown): unknown {
  if (!types.isNativeError(error)) return error;
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: error.message,
    ...(typeof code === 'string' && { code }),
    stack: error.stack ?? '',
    ...(error.cause !== undefined && { cause: maskError(error.cause) }),
  };
}

import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** JSON in the one canonical spelling of RFC 8785 (JCS). Throws on values JSON cannot hold. */
export function canonicalJson(value: unknown): string {
  const text = plain(value, 0) ?? canonicalize(value);
  if (text === undefined) throw new TypeError('Only JSON values have a canonical form');
  return text;
}

/** Of ES2024; every supported Node has it. */
type WellFormed = string & { isWellFormed(): boolean };

/** Deeper than any event; what is circular ends here. */
const MAX_DEPTH = 64;

/**
 * The canonical text of what a JSON parser gives: plain objects, lists, texts, finite numbers, booleans, null. Null for anything else, which the
 * library then spells or refuses. Every event of the log is spelt several times; this takes an eighth of the library's time.
 */
function plain(value: unknown, depth: number): string | null {
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'number':
      return Number.isFinite(value) ? String(value === 0 ? 0 : value) : null;
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return depth > MAX_DEPTH ? null : Array.isArray(value) ? list(value, depth) : record(value, depth);
    default:
      return null;
  }
}

/** Most texts have nothing in them that must be escaped. */
const PLAIN_TEXT = /^[ !#-[\]-~]*$/;

function quoted(text: string): string | null {
  if (PLAIN_TEXT.test(text)) return `"${text}"`;
  return (text as WellFormed).isWellFormed() ? JSON.stringify(text) : null;
}

function list(values: readonly unknown[], depth: number): string | null {
  let text = '[';
  for (let index = 0; index < values.length; index++) {
    const item = plain(values[index], depth + 1);
    if (item === null) return null;
    text += index === 0 ? item : `,${item}`;
  }
  return `${text}]`;
}

function record(value: object, depth: number): string | null {
  const prototype: unknown = Object.getPrototypeOf(value);
  if ((prototype !== Object.prototype && prototype !== null) || 'toJSON' in value) return null;
  let text = '{';
  for (const key of sorted(Object.keys(value))) {
    const held = (value as Readonly<Record<string, unknown>>)[key];
    if (held === undefined) continue;
    const item = plain(held, depth + 1);
    const name = keyText(key);
    if (item === null || name === null) return null;
    text += text.length === 1 ? name + item : `,${name}${item}`;
  }
  return `${text}}`;
}

const FEW = 32;

/** By UTF-16 code units. Most objects have few fields, most of them in order already: there inserting is quicker than `sort`. */
function sorted(keys: string[]): string[] {
  if (keys.length > FEW) return keys.sort();
  for (let next = 1; next < keys.length; next++) {
    const key = keys[next]!;
    let at = next;
    for (; at > 0 && keys[at - 1]! > key; at--) keys[at] = keys[at - 1]!;
    keys[at] = key;
  }
  return keys;
}

/** With the colon. Names of fields are few, and the same again and again. */
const keyTexts = new Map<string, string>();
const KEY_TEXTS = 2_000;

function keyText(key: string): string | null {
  const known = keyTexts.get(key);
  if (known !== undefined) return known;
  const text = quoted(key);
  if (text === null) return null;
  if (keyTexts.size < KEY_TEXTS) keyTexts.set(key, `${text}:`);
  return `${text}:`;
}

/** SHA-256 as lower-case hex. */
export const sha256 = (data: string | Uint8Array): string => hash('sha256', data, 'hex');

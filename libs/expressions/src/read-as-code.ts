import { spellingOf } from './spelling.js';
import { type CelVocabulary } from './vocabulary.js';

/** What was read before, for each version; whoever sends ever new texts does not fill the memory. */
const read = new WeakMap<CelVocabulary, Map<string, string | null>>();
const MAX_READ = 10_000;

/** The code that a text means in a vocabulary; null where it is no value of it, or no text. */
export function codeOf(vocabulary: CelVocabulary, value: unknown): string | null {
  if (typeof value !== 'string') return null;
  let known = read.get(vocabulary);
  if (!known || known.size >= MAX_READ) read.set(vocabulary, (known = new Map()));
  let code = known.get(value);
  if (code === undefined) known.set(value, (code = vocabulary.spellings.get(spellingOf(value)) ?? null));
  return code;
}

/** A fact as its vocabulary reads it. */
export const readAsCode = (vocabulary: CelVocabulary | undefined, value: unknown): unknown =>
  (vocabulary && codeOf(vocabulary, value)) ?? value;

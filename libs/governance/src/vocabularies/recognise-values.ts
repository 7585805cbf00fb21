import { localDate } from '#libs/calendar';
import { type Attributes } from '#libs/contracts';
import { spellingOf } from '#libs/expressions';
import { type VocabularyReader } from './read-vocabularies.js';
import { type Vocabulary } from './vocabulary.js';

/** A value that a free text mentions: its code, by which version of which vocabulary. */
export interface RecognisedValue {
  readonly attribute: string;
  readonly code: string;
  readonly vocabulary: string;
  readonly version: number;
}

/** What texts mention at an instant (ISO), of attributes that nobody has said. Pure: everything was read before. */
export type TextRecogniser = (texts: readonly string[], said: Attributes, at: string) => readonly RecognisedValue[];

/** Reads the vocabularies once; `zone` says on which day an instant lies. */
export const loadTextRecogniser =
  (vocabularies: VocabularyReader, zone: string): (() => Promise<TextRecogniser>) =>
  async () => {
    const library = await vocabularies();
    return (texts, said, at) =>
      texts.length === 0 ? [] : recogniseValues(library.chosen(library.inForce(at)), texts, said, localDate(at, zone));
  };

/**
 * For each attribute of a vocabulary that listens to free text, the value that is mentioned first; of two that begin at the same word, the one with
 * the longer writing. Whole words count, however their letters are large or small; nothing is guessed. Nothing of a text leaves this function but codes.
 */
export function recogniseValues(
  vocabularies: readonly Vocabulary[],
  texts: readonly string[],
  said: Attributes,
  day: string,
): readonly RecognisedValue[] {
  const listening = vocabularies.filter(({ fromText, attributes }) => fromText && attributes.some((name) => (said[name] ?? null) === null));
  if (listening.length === 0) return [];
  const words = texts.flatMap((text) => [...wordsOf(text), END]);
  return listening.flatMap((vocabulary) => {
    const code = firstMentioned(vocabulary, words, day);
    if (code === null) return [];
    const { name, version } = vocabulary;
    return vocabulary.attributes
      .filter((attribute) => (said[attribute] ?? null) === null)
      .map((attribute) => ({ attribute, code, vocabulary: name, version }));
  });
}

/** No writing goes from one text into the next. */
const END = '\n';
const BETWEEN_WORDS = /[^\p{L}\p{N}+#&]+/u;
const wordsOf = (text: string): readonly string[] => spellingOf(text).split(BETWEEN_WORDS).filter(Boolean);

interface Writing {
  readonly words: readonly string[];
  readonly code: string;
}

const kept = new WeakMap<Vocabulary, ReadonlyMap<string, readonly Writing[]>>();

/** By their first word, the longest first. */
function writingsOf(vocabulary: Vocabulary): ReadonlyMap<string, readonly Writing[]> {
  const known = kept.get(vocabulary);
  if (known) return known;
  const byFirst = new Map<string, Writing[]>();
  for (const [spelling, code] of vocabulary.spellings) {
    const words = wordsOf(spelling);
    if (words.length > 0) byFirst.set(words[0]!, [...(byFirst.get(words[0]!) ?? []), { words, code }]);
  }
  for (const some of byFirst.values()) some.sort((a, b) => b.words.length - a.words.length);
  kept.set(vocabulary, byFirst);
  return byFirst;
}

function firstMentioned(vocabulary: Vocabulary, words: readonly string[], day: string): string | null {
  const writings = writingsOf(vocabulary);
  const isInUse = (code: string): boolean => {
    const { from, to } = vocabulary.codes.get(code)!;
    return (from === null || from <= day) && (to === null || day <= to);
  };
  for (const [place, word] of words.entries())
    for (const { words: writing, code } of writings.get(word) ?? [])
      if (isInUse(code) && writing.every((each, index) => words[place + index] === each)) return code;
  return null;
}

import { assertNever } from '#libs/platform';
import { type VocabularyFunction } from './check/vocabulary-calls.js';
import { spellingOf } from './spelling.js';
import { type CelVocabulary } from './vocabulary.js';

/** `2026-07-01`; null: not known. */
export interface AskedDay {
  day: string | null;
}

/** What a vocabulary says about a value; null where it says nothing. */
export function ask(
  name: VocabularyFunction,
  value: unknown,
  vocabulary: CelVocabulary | undefined,
  day: string | null,
): string | boolean | null {
  const spelling = value === null || value === undefined ? null : spellingOf(String(value as string | number | boolean));
  const found = vocabulary && spelling !== null ? vocabulary.codes.get(vocabulary.spellings.get(spelling) ?? '') : undefined;
  switch (name) {
    case 'code':
      return found?.code ?? null;
    case 'label':
      return found?.label ?? null;
    case 'parent':
      return found?.parents.findLast(({ from }) => from === null || (day !== null && from <= day))?.code ?? null;
    case 'valid':
      return (
        found !== undefined &&
        (found.from === null || (day !== null && day >= found.from)) &&
        (found.to === null || (day !== null && day <= found.to))
      );
    default:
      return assertNever(name);
  }
}

import { type Attributes } from '#libs/contracts';
import { nearestName, spellingOf } from '#libs/expressions';
import { type Violation } from '#libs/platform';
import { type Vocabulary, type VocabularyField } from './vocabulary.js';

/** What somebody enters about an inquiry or a lead, as far as it can have a vocabulary. */
export interface EnteredValues {
  readonly fields?: Readonly<Partial<Record<VocabularyField, string | null | undefined>>>;
  readonly attributes?: Readonly<Attributes>;
  /** The day it is true on; null: not known. */
  readonly day: string | null;
}

/** What vocabularies say against values: not known (with the nearest that is), not yet or no longer to be used. Every one of them. */
export function judgeValues(
  vocabularies: readonly Vocabulary[],
  { fields = {}, attributes = {}, day }: EnteredValues,
): readonly Violation[] {
  return vocabularies.flatMap((vocabulary) => [
    ...vocabulary.fields.flatMap((field) => judge(vocabulary, field, field, fields[field], day)),
    ...vocabulary.attributes.flatMap((name) => judge(vocabulary, name, `attributes.${name}`, attributes[name], day)),
  ]);
}

function judge(
  vocabulary: Vocabulary,
  what: string,
  path: string,
  value: Attributes[string] | undefined,
  day: string | null,
): readonly Violation[] {
  if (value === undefined || value === null || (typeof value === 'string' && value.trim() === '')) return [];
  const text = String(value);
  const named = { vocabulary: vocabulary.name, version: vocabulary.version, value };
  const code = vocabulary.codes.get(vocabulary.spellings.get(spellingOf(text)) ?? '');
  if (!code) {
    const nearest = nearestOf(vocabulary, text);
    const hint = nearest ? `; did you mean ${nearest}?` : `; known are ${listed(vocabulary)}`;
    const message = `${what} "${text}" is not in vocabulary ${vocabulary.name}@${vocabulary.version}${hint}`;
    return [{ code: 'VOCABULARY.UNKNOWN_VALUE', message, path, detail: { ...named, ...(nearest !== undefined && { nearest }) } }];
  }
  if (day !== null && code.to !== null && day > code.to)
    return [
      {
        code: 'VOCABULARY.RETIRED_VALUE',
        message: `${what} "${text}" is retired: ${code.label} (${code.code}) was to be used until ${code.to}; use one of ${listed(vocabulary, day)}`,
        path,
        detail: { ...named, retired: code.to },
      },
    ];
  if (day !== null && code.from !== null && day < code.from)
    return [
      {
        code: 'VOCABULARY.NOT_YET_VALID',
        message: `${what} "${text}" is to be used from ${code.from} on`,
        path,
        detail: { ...named, from: code.from },
      },
    ];
  return [];
}

/** The label or alias that someone most likely meant, as the document writes it. */
function nearestOf(vocabulary: Vocabulary, text: string): string | undefined {
  const writings = [...vocabulary.codes.values()].flatMap(({ code, label, aliases }) => [label, code, ...aliases]);
  return nearestName(text.trim(), writings);
}

const SHOWN = 12;
function listed({ codes }: Vocabulary, day: string | null = null): string {
  const usable = [...codes.values()].filter(({ to }) => day === null || to === null || to >= day).map(({ label }) => label);
  return usable.length > SHOWN ? `${usable.slice(0, SHOWN).join(', ')} … (${usable.length})` : usable.join(', ');
}

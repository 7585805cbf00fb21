import { type Attributes, type ValueRead } from '#libs/contracts';
import { codeOf, type FactCodes } from '#libs/expressions';
import { vocabularyFields } from '../vocabularies/vocabulary.js';

type Fields = Readonly<Partial<Record<(typeof vocabularyFields)[number], string | null>>>;

/** What conditions were told in place of what was recorded: each text whose fact has a vocabulary, with the code that it was read as. For a decision's record. */
export function valuesRead(codes: FactCodes, { attributes, ...fields }: Fields & { readonly attributes: Attributes }): ValueRead[] {
  if (codes.key === '') return [];
  const paths = [...vocabularyFields.map((field) => [field]), ...Object.keys(attributes).map((name) => ['attributes', name])];
  return paths.flatMap((path): ValueRead[] => {
    const vocabulary = codes.vocabularyOf(path);
    const text = path.length === 1 ? fields[path[0] as keyof Fields] : attributes[path[1]!];
    if (!vocabulary || typeof text !== 'string') return [];
    const { name, version } = vocabulary;
    return [{ fact: path.join('.'), text, code: codeOf(vocabulary, text), vocabulary: name, version }];
  });
}

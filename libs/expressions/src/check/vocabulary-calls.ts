import { type ASTNode } from '@marcbachmann/cel-js';
import { nearestName } from '../nearest-name.js';
import { type ExpressionProblem } from '../problems.js';
import { spellingOf } from '../spelling.js';
import { type CelCode, type CelVocabulary, type Vocabularies } from '../vocabulary.js';
import { type ExpressionType } from './expression-type.js';

/**
 * What can be asked of a value and a vocabulary: the code it means, the label of that, the code above it, and whether it may be entered; the last two on
 * the day on which the row counts. A value that is not in the vocabulary has no code, no label and none above it, and is not valid.
 */
export const vocabularyFunctions = { code: 'string', label: 'string', parent: 'string', valid: 'bool' } as const satisfies Record<
  string,
  ExpressionType
>;
export type VocabularyFunction = keyof typeof vocabularyFunctions;

export const isVocabularyFunction = (name: string): name is VocabularyFunction => Object.hasOwn(vocabularyFunctions, name);

/** The parts of a call that was found in order; null where the node is none. */
export function vocabularyCall(
  node: ASTNode,
): { readonly name: VocabularyFunction; readonly value: ASTNode; readonly vocabulary: string } | null {
  if (node.op !== 'call') return null;
  const [name, [value, named]] = node.args;
  return isVocabularyFunction(name) && value && named?.op === 'value' && typeof named.args === 'string'
    ? { name, value, vocabulary: named.args }
    : null;
}

/** The vocabulary whose codes or labels a node gives. */
export function vocabularyOf(node: ASTNode, vocabularies: Vocabularies): CelVocabulary | undefined {
  const call = vocabularyCall(node);
  return call && call.name !== 'valid' ? vocabularies.get(call.vocabulary) : undefined;
}

/**
 * What is wrong with a text beside `node`: codes are compared with codes, labels with labels, raw facts with any writing; and what is retired by `today`
 * is not written any more.
 */
export const valueProblem = (node: ASTNode, literal: ASTNode, vocabulary: CelVocabulary, judge: Judge): ValueProblem | null =>
  literal.op === 'value' && typeof literal.args === 'string'
    ? textProblem(literal.args, vocabularyCall(node)?.name ?? 'raw', vocabulary, judge)
    : null;

type Judge = Pick<NonNullable<Vocabularies['judge']>, 'today' | 'retired'>;
type ValueProblem = Pick<ExpressionProblem, 'code' | 'message' | 'nearest'>;

/** What is wrong with a text as a code, a label, or any writing (`raw`) of a value. */
export function textProblem(
  text: string,
  asked: VocabularyFunction | 'raw',
  vocabulary: CelVocabulary,
  { today, retired = 'to count it in the past, name a version under `vocabularies:` in which it is not' }: Judge,
): ValueProblem | null {
  const named = `${vocabulary.name}@${vocabulary.version}`;
  const found = codeFor(asked, text, vocabulary);
  if (!found) {
    const meant = vocabulary.codes.get(vocabulary.spellings.get(spellingOf(text)) ?? '');
    const known = [...vocabulary.codes.values()].flatMap(({ code, label, aliases }) =>
      asked === 'raw' ? [label, code, ...aliases] : [asked === 'label' ? label : code],
    );
    const nearest = meant ? (asked === 'label' ? meant.label : meant.code) : nearestName(text, known);
    const hint = nearest ? `; did you mean ${nearest}?` : `; known: ${known.slice(0, 40).join(', ')}`;
    return {
      code: 'CEL.UNKNOWN_VALUE',
      message: `"${text}" is no ${asked === 'raw' ? 'value' : asked === 'label' ? 'label' : 'code'} of vocabulary ${named}${hint}`,
      ...(nearest !== undefined && { nearest }),
    };
  }
  if (today === null || found.to === null || found.to >= today) return null;
  const message = `"${text}" (${found.label}) is retired in vocabulary ${named} since ${found.to}; ${retired}`;
  return { code: 'CEL.RETIRED_VALUE', message };
}

function codeFor(asked: VocabularyFunction | 'raw', text: string, { codes, spellings }: CelVocabulary): CelCode | undefined {
  if (asked === 'raw') return codes.get(spellings.get(spellingOf(text)) ?? '');
  return asked === 'label' ? [...codes.values()].find(({ label }) => label === text) : codes.get(text);
}

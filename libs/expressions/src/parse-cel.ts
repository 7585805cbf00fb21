import { type ASTNode, Environment, evaluate, EvaluationError, ParseError } from '@marcbachmann/cel-js';
import { ask, type AskedDay } from './ask-vocabulary.js';
import { type VocabularyFunction, vocabularyFunctions } from './check/vocabulary-calls.js';
import { withDecimals } from './decimal-operators.js';
import { callConversions, CALLS_CONVERSION, withConversions } from './conversions.js';
import { type ExpressionProblem, problemAt } from './problems.js';
import { type Vocabularies } from './vocabulary.js';

/** An expression is a clause, not a program: these are far above anything a person writes and far below anything that hurts. */
const expressionLimits = {
  maxSourceLength: 10_000,
  maxAstNodes: 1_000,
  maxDepth: 60,
  maxListElements: 500,
  maxMapEntries: 0,
  maxCallArguments: 8,
};

/** The library's own duration, which it does not export by name. */
export const CelDuration = (evaluate('duration("0s")') as object).constructor as new (seconds: bigint, nanos: number) => object;
export const durationOfMs = (ms: number | bigint): object => {
  const whole = BigInt(ms);
  const remainder = ((whole % 1000n) + 1000n) % 1000n;
  return new CelDuration((whole - remainder) / 1000n, Number(remainder) * 1_000_000);
};

/** Spans are whole milliseconds, fewer than 10^15 (31,000 years). */
function spanOf(ms: bigint): object {
  if (ms >= LONGEST_MS || ms <= -LONGEST_MS) throw new EvaluationError('The span is longer than 31,000 years');
  return durationOfMs(ms);
}

const LONGEST_MS = 10n ** 15n;

const environment = withConversions(
  withDecimals(
    new Environment({
      unlistedVariablesAreDyn: true,
      homogeneousAggregateLiterals: false,
      limits: {
        maxAstNodes: expressionLimits.maxAstNodes,
        maxDepth: expressionLimits.maxDepth,
        maxListElements: expressionLimits.maxListElements,
        maxMapEntries: 1,
        maxCallArguments: expressionLimits.maxCallArguments,
      },
    }),
  )
    .registerFunction('days(int): google.protobuf.Duration', (n: bigint) => spanOf(n * 86_400_000n))
    .registerFunction('hours(int): google.protobuf.Duration', (n: bigint) => spanOf(n * 3_600_000n))
    .registerFunction('minutes(int): google.protobuf.Duration', (n: bigint) => spanOf(n * 60_000n)),
);

/** The same with the functions of vocabularies, which look at what this expression may name. */
function withVocabularies(vocabularies: Vocabularies, day: AskedDay): Environment {
  const own = environment.clone();
  for (const name of Object.keys(vocabularyFunctions) as VocabularyFunction[])
    own.registerFunction(`${name}(dyn, string): dyn`, (value: unknown, vocabulary: string) =>
      ask(name, value, vocabularies.get(vocabulary), day.day),
    );
  return own;
}

export type Parsed = {
  readonly ast: ASTNode;
  readonly run: (row: Record<string, unknown>) => unknown;
  /** The day on which the row that is evaluated next counts. */
  readonly day: AskedDay;
};

const CALLS_VOCABULARY = new RegExp(`\\b(?:${Object.keys(vocabularyFunctions).join('|')})\\s*\\(`);

/** Errors: `CEL.TOO_LARGE`, `CEL.SYNTAX`. */
export function parseCel(source: string, vocabularies: Vocabularies): Parsed | ExpressionProblem {
  if (source.length <= expressionLimits.maxSourceLength) return parseOfAnyLength(source, vocabularies);
  const message = `The expression has ${source.length} characters; at most ${expressionLimits.maxSourceLength} are allowed`;
  return problemAt(source, 0, 'CEL.TOO_LARGE', message);
}

/** Of an expression that was read before, in other words: those may be longer. */
export function parseOfAnyLength(source: string, vocabularies: Vocabularies): Parsed | ExpressionProblem {
  try {
    const day: AskedDay = { day: null };
    const own = CALLS_VOCABULARY.test(source) ? withVocabularies(vocabularies, day) : environment;
    const parsed = own.parse(source);
    const run = CALLS_CONVERSION.test(source) ? own.parse(source) : parsed;
    if (run !== parsed) callConversions(run.ast as ASTNode);
    return { ast: parsed.ast as ASTNode, run: run as unknown as Parsed['run'], day };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const range = (error as { range?: { start: number } }).range;
    const message = error.message.split('\n')[0] ?? 'cannot be read';
    const tooLarge = /exceed|limit|maximum/i.test(message);
    const said = message.includes('EOF') ? 'The expression ends too early: write its other half, or take the last operator out' : message;
    return problemAt(source, range?.start ?? 0, tooLarge ? 'CEL.TOO_LARGE' : 'CEL.SYNTAX', said);
  }
}

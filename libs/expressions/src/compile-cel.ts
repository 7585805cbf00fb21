import { amountProblems, type Currencies, fixedBy } from './check/amounts.js';
import { checkExpression, type WrittenOut } from './check/check-expression.js';
import { type ExpressionType } from './check/expression-type.js';
import { type IsKnown, mayBeUnknown } from './check/may-be-unknown.js';
import { wholeProblems } from './check/whole-numbers.js';
import { evaluateParsed, factPlan } from './evaluate.js';
import { type FactRow, type FactSchema } from './facts.js';
import { type Parsed, parseCel, parseOfAnyLength } from './parse-cel.js';
import { type ExpressionProblem, problemAt } from './problems.js';
import { type SqlDialect } from './sql/dialect.js';
import { duckdbDialect } from './sql/duckdb.dialect.js';
import { type ColumnOf, toSql } from './sql/to-sql.js';
import { codeOf } from './read-as-code.js';
import { type CelVocabulary, type FactCodes, noCodes, noVocabularies, type Vocabularies } from './vocabulary.js';

export interface CompiledExpression {
  readonly source: string;
  /** Every problem, in order of place. Where there is one, the functions throw. */
  readonly problems: readonly ExpressionProblem[];
  readonly type: ExpressionType;
  /** The facts it reads, as paths. */
  readonly references: readonly (readonly string[])[];
  /** The versions of vocabularies that it calls. */
  readonly vocabularies: readonly CelVocabulary[];
  /** Texts that are compared with a fact, each at its place (characters, the quotes included). */
  readonly writtenOut: readonly WrittenOut[];
  /**
   * The value for one row; null where it is unknown. Whole numbers come as JavaScript numbers, durations as milliseconds, decimals
   * and amounts as text in their digits (`1200.5`). `day` is the date on which the
   * row counts, for what a vocabulary says in time; null: not known.
   */
  evaluate(row: FactRow, day?: string | null): unknown;
  /** Texts that facts have wherever it is true: the currencies among them fix amounts elsewhere. */
  readonly fixes: Currencies;
  /** `CEL.CURRENCY` wherever amounts meet what they have nothing in common with, while `fixed` is known besides; the caller decides whether that is a problem. */
  amountProblems(fixed: Currencies): readonly ExpressionProblem[];
  /** `CEL.TYPE` wherever a whole number is written out that 64 bits do not hold: an engine cannot compute it. The caller decides as above. */
  readonly wholeProblems: readonly ExpressionProblem[];
  /** Whether there can be a row of which its value is unknown; `isKnown`: whether a fact has a value in every row. */
  mayBeUnknown(isKnown: IsKnown): boolean;
  /** The same meaning as a SQL expression over the columns that `columnOf` names; `day` is SQL of the date on which the row counts. */
  toSql(columnOf: ColumnOf, options?: { readonly day?: string; readonly dialect?: SqlDialect }): string;
}

/**
 * Compiles one CEL expression over typed facts. It never throws for what a person wrote: problems carry line, column and the nearest known name.
 * With `result`, an expression of another type is a problem too.
 */
export function compileCel(
  source: string,
  schema: FactSchema,
  options: { readonly result?: ExpressionType; readonly vocabularies?: Vocabularies } = {},
): CompiledExpression {
  const { vocabularies = noVocabularies } = options;
  const parsed = parseCel(source, vocabularies);
  if ('code' in parsed) return broken(source, [parsed]);
  const checked = checkExpression(source, parsed.ast, schema, vocabularies);
  const problems = [...checked.problems];
  const fits = options.result === undefined || checked.type === options.result || checked.type === 'error' || checked.type === 'dyn';
  if (!fits) problems.push(problemAt(source, 0, 'CEL.TYPE', `Expected a ${options.result}, this is a ${checked.type}`));
  if (problems.length > 0)
    return broken(
      source,
      problems.sort((a, b) => a.offset - b.offset),
      checked.references,
    );
  const { codes = noCodes } = vocabularies;
  const plan = factPlan(schema, checked.references, codes);
  const evaluated = parsedAgain(inCodes(source, checked.writtenOut, codes), parsed, source, vocabularies);
  return {
    source,
    problems,
    type: checked.type,
    references: checked.references,
    vocabularies: checked.vocabularies,
    writtenOut: checked.writtenOut,
    evaluate: (row, day = null) => {
      evaluated.day.day = day;
      const value = evaluateParsed(evaluated, row, plan);
      return options.result === 'bool' && typeof value !== 'boolean' ? null : value;
    },
    fixes: fixedBy(parsed.ast),
    amountProblems: (fixed) => amountProblems(source, parsed.ast, checked.types, fixed),
    wholeProblems: wholeProblems(source, checked.types.keys()),
    mayBeUnknown: (isKnown) => mayBeUnknown(parsed.ast, checked.types, isKnown),
    toSql: (columnOf, { day = 'null::date', dialect = duckdbDialect } = {}) => {
      const sql = toSql(parsed.ast, checked.types, columnOf, dialect, day);
      return checked.type === 'dyn' && options.result === 'bool' ? dialect.jsonBool(sql) : sql;
    },
  };
}

/** The same expression with the codes of the values that it writes out: any writing of a value means the value, in the document as in the record. */
const inCodes = (source: string, writtenOut: readonly WrittenOut[], codes: FactCodes): string =>
  [...writtenOut]
    .sort((a, b) => b.start - a.start)
    .reduce((text, { path, text: written, start, end }) => {
      const vocabulary = codes.vocabularyOf(path);
      const code = vocabulary ? codeOf(vocabulary, written) : null;
      return code === null || code === written ? text : text.slice(0, start) + JSON.stringify(code) + text.slice(end);
    }, source);

function parsedAgain(coded: string, parsed: Parsed, source: string, vocabularies: Vocabularies): Parsed {
  if (coded === source) return parsed;
  const again = parseOfAnyLength(coded, vocabularies);
  if ('code' in again) throw new Error(`An expression with codes in it cannot be read: ${again.message}`);
  return again;
}

function broken(
  source: string,
  problems: readonly ExpressionProblem[],
  references: readonly (readonly string[])[] = [],
): CompiledExpression {
  const refuse = (): never => {
    throw new Error(`The expression has problems: ${problems.map((problem) => problem.message).join('; ')}`);
  };
  return {
    source,
    problems,
    type: 'error',
    references,
    vocabularies: [],
    writtenOut: [],
    fixes: new Map(),
    amountProblems: () => [],
    wholeProblems: [],
    evaluate: refuse,
    mayBeUnknown: refuse,
    toSql: refuse,
  };
}

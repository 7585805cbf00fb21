import { checkExpression } from './check/check-expression.js';
import { type ExpressionType } from './check/expression-type.js';
import { evaluateParsed, factPlan } from './evaluate.js';
import { type FactRow, type FactSchema } from './facts.js';
import { parseCel } from './parse-cel.js';
import { type ExpressionProblem, problemAt } from './problems.js';
import { type SqlDialect } from './sql/dialect.js';
import { duckdbDialect } from './sql/duckdb.dialect.js';
import { type ColumnOf, toSql } from './sql/to-sql.js';
import { type CelVocabulary, noVocabularies, type Vocabularies } from './vocabulary.js';

export interface CompiledExpression {
  readonly source: string;
  /** Every problem, in order of place. Where there is one, `evaluate` and `toSql` throw. */
  readonly problems: readonly ExpressionProblem[];
  readonly type: ExpressionType;
  /** The facts it reads, as paths. */
  readonly references: readonly (readonly string[])[];
  /** The versions of vocabularies that it calls. */
  readonly vocabularies: readonly CelVocabulary[];
  /**
   * The value for one row; null where it is unknown. Whole numbers come as JavaScript numbers, durations as milliseconds. `day` is the date on which the
   * row counts, for what a vocabulary says in time; null: not known.
   */
  evaluate(row: FactRow, day?: string | null): unknown;
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
  const plan = factPlan(schema, checked.references);
  return {
    source,
    problems,
    type: checked.type,
    references: checked.references,
    vocabularies: checked.vocabularies,
    evaluate: (row, day = null) => {
      parsed.day.day = day;
      const value = evaluateParsed(parsed, row, plan);
      return options.result === 'bool' && typeof value !== 'boolean' ? null : value;
    },
    toSql: (columnOf, { day = 'null::date', dialect = duckdbDialect } = {}) => {
      const sql = toSql(parsed.ast, checked.types, columnOf, dialect, day);
      return checked.type === 'dyn' && options.result === 'bool' ? dialect.jsonBool(sql) : sql;
    },
  };
}

function broken(
  source: string,
  problems: readonly ExpressionProblem[],
  references: readonly (readonly string[])[] = [],
): CompiledExpression {
  const refuse = (): never => {
    throw new Error(`The expression has problems: ${problems.map((problem) => problem.message).join('; ')}`);
  };
  return { source, problems, type: 'error', references, vocabularies: [], evaluate: refuse, toSql: refuse };
}

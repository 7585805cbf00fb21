import { type CompiledExpression, vocabularyTables } from '#libs/expressions';
import { withQueries } from '../compile/members-sql.js';
import { RowSource } from '../compile/row-source.js';
import { countedDaySql, periodSql } from '../compile/time-sql.js';
import { dialect } from '../dialect/dialect.js';
import { type Measure } from '../definitions/definition.js';
import { type FactStore } from '../facts/fact-store.js';
import { type ReportContext } from './report-context.js';

/** What a clause could not say of rows of the period: they are not counted as 0, and the reader is told how many they are. */
export interface UnknownValues {
  /** `term reachable`, `measure cycle`, `measure cycle (where)`, `measure share (to)`, `filter attributes.budget > 1`. */
  readonly clause: string;
  /** Rows of the period of which it is unknown; of a measure and of the filter: those that meet every term. */
  readonly rows: number;
  readonly of: number;
  /** The first date, by the date basis and in all of the log, of which it is known; null: of none. */
  readonly knownFrom: string | null;
}

interface Clause {
  readonly name: string;
  /** The rows of the period that it is asked of: a term of those that the filter leaves, the filter of those that meet every term, a measure of both. */
  readonly of: 'wanted' | 'meets' | 'wanted and meets';
  readonly expression: CompiledExpression;
  /** The rows that it is about; null: all. */
  readonly about: CompiledExpression | null;
}

/**
 * One further look at the rows, without dimensions and without the distinct rule, where a clause can be unknown at all. Those that are known of every row
 * are left out.
 */
export async function unknownValues(store: FactStore, { definition, where, scope }: ReportContext): Promise<UnknownValues[]> {
  const rows = new RowSource(definition, scope);
  const clauses = [
    ...definition.terms.map(({ name, expression }): Clause => ({ name: `term ${name}`, of: 'wanted', expression, about: null })),
    ...(where ? [{ name: `filter ${where.source}`, of: 'meets', expression: where, about: null } satisfies Clause] : []),
    ...definition.measures.flatMap(({ name, measure }) =>
      asked(measure).map(([part, expression, about]): Clause => ({
        name: `measure ${name}${part}`,
        of: 'wanted and meets',
        expression,
        about,
      })),
    ),
  ].filter(({ expression }) => expression.mayBeUnknown(rows.isKnown));
  if (clauses.length === 0) return [];
  const day = countedDaySql(rows.basis, scope.transitions);
  const sqlOf = (expression: CompiledExpression): string => expression.toSql(rows.columnOf, { day });
  const holds = (expression: CompiledExpression): string => `coalesce(${sqlOf(expression)}, false)`;
  const meets = [...definition.terms.map((term) => holds(term.expression)), 'true'].join(' and ');
  const columns = [
    `${rows.basis.at} as begins`,
    `${rows.basis.day} as day`,
    `${day} as counted_day`,
    `${where ? holds(where) : 'true'} as wanted`,
    `${meets} as meets`,
    ...clauses.map(
      ({ expression, about }, index) => `(${about ? holds(about) : 'true'}) as a${index}, (${sqlOf(expression)}) is null as u${index}`,
    ),
  ];
  const from = rows.from();
  const queries = [...scope.vocabularies.flatMap((vocabulary) => vocabularyTables(vocabulary, dialect)), ...from.queries];
  const isOf = ({ of }: Clause, index: number): string => `in_period and ${of} and a${index}`;
  const figures = clauses.flatMap((clause, index) => [
    `count(*) filter (where ${isOf(clause, index)}) as of${index}`,
    `count(*) filter (where ${isOf(clause, index)} and u${index}) as rows${index}`,
    `cast(min(counted_day) filter (where a${index} and not u${index}) as varchar) as from${index}`,
  ]);
  const inPeriod = `coalesce(${periodSql(scope, definition.entity, { begins: 'base.begins', day: 'base.day' })}, false) as in_period`;
  const inner = `select base.*, ${inPeriod} from (select ${columns.join(', ')} from ${from.text}) base`;
  const [found] = await store.rows(`${withQueries(queries)}\nselect ${figures.join(', ')} from (${inner}) each_row`);
  return clauses.flatMap(({ name }, index): UnknownValues[] => {
    const unknown = Number(found?.[`rows${index}`] ?? 0);
    if (unknown === 0) return [];
    return [
      { clause: name, rows: unknown, of: Number(found![`of${index}`]), knownFrom: (found![`from${index}`] as string | null) ?? null },
    ];
  });
}

/** What a measure asks of a row, and of which rows; a condition that chooses them is asked of all. */
function asked(measure: Measure): [part: string, expression: CompiledExpression, about: CompiledExpression | null][] {
  const chosenBy = (part: string, condition: CompiledExpression | null): ReturnType<typeof asked> =>
    condition ? [[part, condition, null]] : [];
  switch (measure.kind) {
    case 'formula':
      return [];
    case 'count':
      return measure.of ? [['', measure.of, null]] : [];
    case 'ratio':
      return [['', measure.of, measure.to], ...chosenBy(' (to)', measure.to)];
    case 'different':
    case 'sum':
    case 'mean':
    case 'percentile':
      return [['', measure.value, measure.where], ...chosenBy(' (where)', measure.where)];
  }
}

import { compileCel, type CompiledExpression, isExact } from '#libs/expressions';
import { definitionSchema } from '../compile/dimension.js';
import { type MeasureColumn, measureColumns } from '../compile/measure-columns.js';
import { type RowSql } from '../compile/members-sql.js';
import { type Definition, type Measure } from '../definitions/definition.js';
import { evidenceSql } from './evidence.js';

/** A condition of a definition or of a question: what it reads is shown beside its answer. */
export interface Condition {
  readonly kind: 'term' | 'filter' | 'measure';
  readonly name: string;
  readonly expression: CompiledExpression;
  /** The column of `member` that says whether it holds. */
  readonly column: string;
}

export const conditionsOf = (definition: Definition, where: CompiledExpression | null): Condition[] => [
  ...definition.terms.map(({ name, expression }, index): Condition => ({ kind: 'term', name, expression, column: `t${index}` })),
  ...(where ? [{ kind: 'filter' as const, name: `filter ${where.source}`, expression: where, column: 'wanted' }] : []),
  ...definition.measures.flatMap(({ name, measure }, index) =>
    measureColumns(measure, index, definition).flatMap(({ column, part }): Condition[] => {
      const expression = conditionAt(measure, part);
      return expression ? [{ kind: 'measure', name: `measure ${name}${part === 'value' ? '' : `.${part}`}`, expression, column }] : [];
    }),
  ),
];

/** The condition that a column of a measure answers, if it answers one. */
function conditionAt(measure: Measure, part: MeasureColumn['part']): CompiledExpression | null {
  switch (measure.kind) {
    case 'formula':
      return null;
    case 'count':
      return measure.of;
    case 'ratio':
      return part === 'of' ? measure.of : measure.to;
    default:
      return part === 'where' ? measure.where : null;
  }
}

/** The facts a condition reads, each once. */
export const readBy = ({ references }: CompiledExpression): (readonly string[])[] => [
  ...new Map(references.map((path) => [path.join('.'), path])).values(),
];

/** Text of a fact as a person reads it. */
function shown(definition: Definition, path: readonly string[], { columnOf }: RowSql): string {
  const sql = columnOf(path);
  const { type } = compileCel(path.join('.'), definitionSchema(definition));
  return type === 'dyn' ? `(${sql} ->> '$')` : isExact(type) ? `cast(${sql} as varchar)` : sql;
}

/** SQL of the events that a fact, a relation or a duration stands on, beside the row's own. */
function eventsBehind(definition: Definition, path: readonly string[], row: RowSql): readonly string[] {
  const [head = ''] = path;
  const duration = definition.durations.find((each) => each.name === head);
  if (duration) return [duration.from, duration.to].flatMap(({ related }) => (related === null ? [] : [row.columnOf([related, 'event'])]));
  if (definition.related.some((related) => related.name === head)) return [row.columnOf([head, 'event'])];
  const isCredited = definition.credit !== null && ['owner', 'team', 'rep', 'rep_teams'].includes(head);
  return isCredited ? [] : evidenceSql(definition.entity, path);
}

/** For each condition: `u…` whether it is unknown, `f…_…` what it reads, `e…` the events that say so; and the time of the row. */
export function explainColumns(definition: Definition, conditions: readonly Condition[]): (row: RowSql) => string[] {
  return (row) => [
    `${row.basis.precision} as basis_precision`,
    `cast(${row.countedDay} as varchar) as basis_day`,
    ...conditions.flatMap(({ expression }, index) => {
      const paths = readBy(expression);
      const events = paths.flatMap((path) => eventsBehind(definition, path, row));
      return [
        `(${row.sqlOf(expression)}) is null as u${index}`,
        ...paths.map((path, nth) => `${shown(definition, path, row)} as f${index}_${nth}`),
        `list_value(${['r.event', ...new Set(events)].join(', ')}) as e${index}`,
      ];
    }),
  ];
}

import { type CompiledExpression } from '#libs/expressions';
import { type Definition, type Measure } from '../definitions/definition.js';
import { isPerCurrency } from '../definitions/measure-unit.js';

/** How what a measure reads of a row is spelled in SQL. */
interface MeasuredRow {
  readonly sqlOf: (expression: CompiledExpression) => string;
  /** The currency of an amount that has no rate; null where it has one. */
  readonly lacking: () => string | null;
}

/** A column of `member` that a measure reads, what it is of the measure, and how it comes about. */
export interface MeasureColumn {
  readonly column: string;
  readonly part: 'value' | 'of' | 'to' | 'where' | 'without a rate';
  readonly sql: (row: MeasuredRow) => string;
}

/** Unknown is no. */
const holds =
  (condition: CompiledExpression | null): MeasureColumn['sql'] =>
  ({ sqlOf }) =>
    condition ? `coalesce(${sqlOf(condition)}, false)` : 'true';

/** What one row adds to a measure, the first column above all; nothing to a plain count, nor to a formula, which no row is part of by itself. */
export function measureColumns(measure: Measure, index: number, { convert }: Pick<Definition, 'convert'>): readonly MeasureColumn[] {
  switch (measure.kind) {
    case 'formula':
      return [];
    case 'count':
      return measure.of ? [{ column: `n${index}`, part: 'value', sql: holds(measure.of) }] : [];
    case 'ratio':
      return [
        { column: `n${index}`, part: 'of', sql: holds(measure.of) },
        { column: `z${index}`, part: 'to', sql: holds(measure.to) },
      ];
    case 'different':
    case 'sum':
    case 'mean':
    case 'percentile': {
      const { where, value } = measure;
      const only = (row: MeasuredRow, sql: string): string => (where ? `case when ${holds(where)(row)} then ${sql} end` : sql);
      const withoutRate = (row: MeasuredRow): string => only(row, `case when (${row.sqlOf(value)}) is null then ${row.lacking()} end`);
      return [
        { column: `v${index}`, part: 'value', sql: (row) => only(row, row.sqlOf(value)) },
        ...(where ? [{ column: `w${index}`, part: 'where' as const, sql: holds(where) }] : []),
        ...(convert && isPerCurrency(measure) ? [{ column: `x${index}`, part: 'without a rate' as const, sql: withoutRate }] : []),
      ];
    }
  }
}

import { type Definition, type Measure } from '../definitions/definition.js';
import { isPerCurrency } from '../definitions/measure-unit.js';

/** A column of `member` that a measure reads, and what it is of the measure. */
export interface MeasureColumn {
  readonly column: string;
  readonly part: 'value' | 'of' | 'to' | 'where' | 'without a rate';
}

/** What one row adds to a measure, the first column above all; nothing to a plain count, nor to a formula, which no row is part of by itself. */
export function measureColumns(measure: Measure, index: number, { convert }: Pick<Definition, 'convert'>): readonly MeasureColumn[] {
  switch (measure.kind) {
    case 'formula':
      return [];
    case 'count':
      return measure.of ? [{ column: `n${index}`, part: 'value' }] : [];
    case 'ratio':
      return [
        { column: `n${index}`, part: 'of' },
        { column: `z${index}`, part: 'to' },
      ];
    case 'different':
    case 'sum':
    case 'mean':
    case 'percentile':
      return [
        { column: `v${index}`, part: 'value' },
        ...(measure.where ? [{ column: `w${index}`, part: 'where' as const }] : []),
        ...(convert && isPerCurrency(measure) ? [{ column: `x${index}`, part: 'without a rate' as const }] : []),
      ];
  }
}

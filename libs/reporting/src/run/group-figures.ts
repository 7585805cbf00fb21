import { type NamedMeasure } from '../definitions/definition.js';
import { isPerCurrency } from '../definitions/measure-unit.js';
import { type SqlRow } from '../facts/report-engine.js';
import { exactOf, type Figure, figureOf, printed } from './figure.js';
import { computeFormula } from './formula.js';

/** Rows of the aggregate query: `own` of one currency, `whole` of the same group without regard to the currency. */
export interface GroupRows {
  /** Null where the currency has no row. */
  readonly own: SqlRow | null;
  readonly whole: SqlRow;
}

/** The figures of one group: money from its own row, all else from the whole; `total` is what the whole report has. */
export function groupFigures(measures: readonly NamedMeasure[], group: GroupRows, total: GroupRows): Figure[] {
  const ofRows = (rows: GroupRows) =>
    new Map(
      measures.flatMap(({ name, measure }, index): [string, Figure][] => {
        if (measure.kind === 'formula') return [];
        const row = isPerCurrency(measure) ? rows.own : rows.whole;
        return [[name, row ? figureOf(measure, index, row) : { value: null, count: 0 }]];
      }),
    );
  const [figures, totals] = [ofRows(group), ofRows(total)];
  const members = Number(group.whole['members']);
  return measures.map(({ name, measure }): Figure => {
    if (measure.kind !== 'formula') return figures.get(name)!;
    const { value, because } = computeFormula(measure.formula, (other) =>
      exactOf(other.startsWith('total.') ? totals.get(other.slice('total.'.length))! : figures.get(other)!),
    );
    return value === null ? { value: null, count: members, because } : printed(value, members);
  });
}

/** A group without any row. */
export const emptyRow = (measures: readonly NamedMeasure[]): SqlRow => ({
  members: 0,
  ...Object.fromEntries(measures.flatMap((_, index) => [`num${index}`, `den${index}`].map((column) => [column, 0]))),
});

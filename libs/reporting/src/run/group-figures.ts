import { type NamedMeasure } from '../definitions/definition.js';
import { isPerCurrency } from '../definitions/measure-unit.js';
import { type SqlRow } from '../facts/report-engine.js';
import { exactOf, type Figure, figureOf, printed } from './figure.js';
import { computeFormula } from './formula.js';

/** The figures of one group: money from its own row of the aggregate query, all else from `whole`, the same group without regard to the currency. */
export function groupFigures(measures: readonly NamedMeasure[], own: SqlRow, whole: SqlRow): Figure[] {
  const ofRows = new Map(
    measures.flatMap(({ name, measure }, index): [string, Figure][] =>
      measure.kind === 'formula' ? [] : [[name, figureOf(measure, index, isPerCurrency(measure) ? own : whole)]],
    ),
  );
  const members = Number(whole['members']);
  return measures.map(({ name, measure }): Figure => {
    if (measure.kind !== 'formula') return ofRows.get(name)!;
    const { value, because } = computeFormula(measure.formula, (other) => exactOf(ofRows.get(other)!));
    return value === null ? { value: null, count: members, because } : printed(value, members);
  });
}

/** What a group without any row shows. */
export function emptyFigures(measures: readonly NamedMeasure[]): Figure[] {
  const nothing = Object.fromEntries(measures.flatMap((_, index) => [`num${index}`, `den${index}`].map((column) => [column, 0])));
  return groupFigures(measures, { members: 0, ...nothing }, { members: 0, ...nothing });
}

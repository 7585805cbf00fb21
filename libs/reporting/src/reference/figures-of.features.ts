import { type Formula, formulaText } from '#libs/expressions';
import { fraction, type Fraction, toNumber } from '#libs/platform';
import { type NamedMeasure, type RowMeasure } from '../definitions/definition.js';
import { isPerCurrency } from '../definitions/measure-unit.js';
import { decimal, type Figure, percentileOf } from '../run/figure.js';
import { type ReferenceRow } from './reference-row.features.js';

interface RowsOfGroup {
  readonly own: readonly ReferenceRow[];
  readonly whole: readonly ReferenceRow[];
  readonly total: { readonly own: readonly ReferenceRow[] | null; readonly whole: readonly ReferenceRow[] };
}

/** The measures of one group; `whole` are its rows in every currency. */
export function figuresOf(measures: readonly NamedMeasure[], { own, whole, total }: RowsOfGroup, dayOf: DayOf): Figure[] {
  const of = (name: string): Figure => {
    if (name.startsWith('total.')) {
      const { measure } = measures.find((each) => `total.${each.name}` === name)!;
      const rows = isPerCurrency(measure) ? total.own : total.whole;
      return rows === null ? { value: null, count: 0 } : figureOf(measure as RowMeasure, rows, dayOf);
    }
    const { measure } = measures.find((each) => each.name === name)!;
    if (measure.kind !== 'formula') return figureOf(measure, isPerCurrency(measure) ? own : whole, dayOf);
    const missing = new Set<string>();
    const value = computed(measure.formula, of, missing);
    const reason = [...missing];
    if (typeof value === 'object') return shown(value, whole.length);
    const because = reason.length === 0 ? value : `${reason.join(' and ')} ${reason.length === 1 ? 'has' : 'have'} no value`;
    return { value: null, count: whole.length, because };
  };
  return measures.map(({ name }) => of(name));
}

/** The value, or why there is none. */
function computed(formula: Formula, of: (name: string) => Figure, missing: Set<string>): Fraction | string {
  if (formula.kind === 'number') return decimal(formula.text);
  if (formula.kind === 'name') {
    const { value, exact } = of(formula.name);
    if (value === null) missing.add(formula.name);
    return value === null ? 'missing' : exact ? fraction(BigInt(exact.numerator), BigInt(exact.denominator)) : fraction(BigInt(value), 1n);
  }
  const left = computed(formula.left, of, missing);
  const right = computed(formula.right, of, missing);
  if (typeof left === 'string' || typeof right === 'string') return [left, right].find((side) => typeof side === 'string')!;
  const [a, b, c, d] = [left.numerator, left.denominator, right.numerator, right.denominator];
  if (formula.op === '*') return fraction(a * c, b * d);
  if (formula.op === '/') return c === 0n ? `${formulaText(formula.right)} is 0` : fraction(a * d, b * c);
  return fraction(formula.op === '+' ? a * d + c * b : a * d - c * b, b * d);
}

const UNITS = { days: 86_400_000n, hours: 3_600_000n, minutes: 60_000n, seconds: 1_000n } as const;
const per = (value: Fraction, by: bigint): Fraction => fraction(value.numerator, value.denominator * by);
const shown = (value: Fraction, count: number): Figure => ({
  value: toNumber(value),
  exact: { numerator: String(value.numerator), denominator: String(value.denominator) },
  count,
});

type DayOf = (row: ReferenceRow) => string | null;

function figureOf(measure: RowMeasure, all: readonly ReferenceRow[], dayOf: DayOf): Figure {
  const condition = measure.kind === 'count' ? measure.of : 'where' in measure ? measure.where : null;
  const rows = condition ? all.filter((row) => condition.evaluate(row.facts, dayOf(row)) === true) : all;
  if (measure.kind === 'count') return { value: rows.length, count: rows.length };
  if (measure.kind === 'different') {
    const known = rows.map((row) => measure.value.evaluate(row.facts, dayOf(row))).filter((value) => value != null);
    return { value: new Set(known).size, count: known.length };
  }
  if (measure.kind === 'ratio') {
    const below = rows.filter((row) => measure.to === null || measure.to.evaluate(row.facts, dayOf(row)) === true);
    const above = below.filter((row) => measure.of.evaluate(row.facts, dayOf(row)) === true);
    if (below.length === 0) return { value: null, count: 0 };
    return {
      value: above.length / below.length,
      exact: { numerator: String(above.length), denominator: String(below.length) },
      count: below.length,
    };
  }
  const values = rows.flatMap((row) => {
    const value = measure.value.evaluate(row.facts, dayOf(row));
    return value === null || value === undefined ? [] : [typeof value === 'object' ? BigInt(Number(value)) : value];
  });
  const lacking = isPerCurrency(measure)
    ? rows.filter((row) => row.facts[measure.value.source] == null && row.facts['lacks'] != null).map((row) => String(row.facts['lacks']))
    : [];
  if (lacking.length > 0) {
    const of = lacking.length + values.length;
    return {
      value: null,
      count: values.length,
      because: `${lacking.length} of ${of} have no rate: ${[...new Set(lacking)].sort().join(', ')}`,
    };
  }
  const exact = values.map((value) => decimal(String(value)));
  const unit = measure.unit === null ? 1n : UNITS[measure.unit];
  if (exact.length === 0) return measure.kind === 'sum' && rows.length === 0 ? shown(fraction(0n, 1n), 0) : { value: null, count: 0 };
  if (measure.kind === 'percentile') {
    const sorted = exact.sort((a, b) => Number(a.numerator * b.denominator - b.numerator * a.denominator));
    const n = sorted.length;
    const nearest = Math.max(1, Math.ceil((n * measure.p) / 10_000)) - 1;
    const low = measure.method === 'linear' ? Math.floor(((n - 1) * measure.p) / 10_000) : nearest;
    const high = measure.method === 'linear' ? Math.min(low + 1, n - 1) : nearest;
    return shown(per(percentileOf(sorted[low]!, sorted[high]!, n, measure.p), unit), n);
  }
  const sum = exact.reduce(
    (a, b) => fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator),
    fraction(0n, 1n),
  );
  return shown(per(sum, measure.kind === 'mean' ? unit * BigInt(exact.length) : unit), exact.length);
}

import { fraction, type Fraction, toNumber } from '#libs/platform';
import { type Definition } from '../definitions/definition.js';
import { shiftedBack } from './calendar-arithmetic.js';
import { exactOf, type Figure } from './figure.js';
import { emptyRow, groupFigures } from './group-figures.js';
import { type Change, type Exact, type PeriodComparison } from './period-comparison.js';
import { type ComparisonKind, type PeriodBefore } from './period-before.js';
import { type ReportRow, type RowValue } from './report-request.js';
import { type Report } from './run-report.js';

export function compareBefore(
  definition: Definition,
  now: Report,
  before: Report,
  kind: ComparisonKind,
  period: PeriodBefore,
): PeriodComparison {
  const names = [...now.by, ...(now.totals && !now.by.includes('currency') ? ['currency'] : [])];
  const empty = { own: emptyRow(definition.measures), whole: emptyRow(definition.measures) };
  const nothing = groupFigures(definition.measures, empty, { ...empty, own: null })[0]!;
  const left = new Map(before.rows.map((row) => [keyOf(names.map((name) => member(row, name))), row]));
  const rows = now.rows.map((row): ReportRow => {
    const key = keyBefore(names, row, period);
    const then = key === null ? null : (left.get(key) ?? nothing);
    if (key !== null) left.delete(key);
    return rowOf(names, row, row, then);
  });
  const isCalendar = names.some((name) => calendar.includes(name));
  if (!isCalendar) for (const row of left.values()) rows.push(rowOf(names, row, nothing, row));
  return {
    with: kind,
    from: before.from,
    to: before.to,
    total: before.total,
    totalExact: before.totalExact,
    ...changeOf(exactOf({ value: now.total, exact: now.totalExact }), exactOf({ value: before.total, exact: before.totalExact })),
    rows,
    receipt: before.receipt,
  };
}

const calendar = ['day', 'week', 'month', 'quarter', 'year'];
type Numbered = Pick<Figure, 'value' | 'exact'> | ReportRow;

const member = (row: ReportRow, name: string): RowValue => (row[name] as RowValue | undefined) ?? null;
const keyOf = (key: readonly RowValue[]): string => JSON.stringify(key);

/** The key that the row before has; null where the calendar has none. */
function keyBefore(names: readonly string[], row: ReportRow, { shift }: PeriodBefore): string | null {
  const key: RowValue[] = [];
  for (const name of names) {
    const value = member(row, name);
    const isMoved = calendar.includes(name) && typeof value === 'string';
    const before = !isMoved ? value : shift === null ? null : shiftedBack(name, value, shift);
    if (isMoved && before === null) return null;
    key.push(before);
  }
  return keyOf(key);
}

function rowOf(names: readonly string[], row: ReportRow, now: Numbered, then: Numbered | null): ReportRow {
  return {
    ...Object.fromEntries(names.map((name) => [name, member(row, name)])),
    value: now.value as RowValue,
    previous: (then?.value as RowValue | undefined) ?? null,
    ...(then === null ? { difference: null, relative: null } : changeOf(exactOf(now), exactOf(then))),
  } as ReportRow;
}

function changeOf(now: Fraction | null, before: Fraction | null): Change {
  if (!now || !before) return { difference: null, relative: null };
  const difference = fraction(
    now.numerator * before.denominator - before.numerator * now.denominator,
    now.denominator * before.denominator,
  );
  const relative =
    before.numerator === 0n ? null : fraction(difference.numerator * before.denominator, difference.denominator * before.numerator);
  return { difference: shown(difference), relative: relative && shown(relative) };
}

const shown = (value: Fraction): Exact => ({
  value: toNumber(value),
  exact: { numerator: String(value.numerator), denominator: String(value.denominator) },
});

import { isDate, localDate } from '#libs/calendar';
import { fraction, type Fraction, toNumber } from '#libs/platform';
import { type Definition } from '../definitions/definition.js';
import { type Shift, shiftedBack } from './calendar-arithmetic.js';
import { exactOf, type Figure } from './figure.js';
import { emptyRow, groupFigures } from './group-figures.js';
import { type Change, type Exact, type PeriodComparison } from './period-comparison.js';
import { type ComparisonKind, type PeriodBefore } from './period-before.js';
import { type ReportRow, type RowValue } from './report-request.js';
import { type Report } from './run-report.js';

/** Every row of the period before is in it once, so that what stands under `previous`, with the rows elsewhere, adds up to its total. */
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
    return rowOf(membersOf(names, row), row, then);
  });
  const elsewhere: ReportRow[] = [];
  for (const row of left.values()) {
    const place = placeNow(names, row, now, period);
    if (place) rows.push(rowOf(place, nothing, row));
    else elsewhere.push(row);
  }
  return {
    with: kind,
    from: before.from,
    to: before.to,
    total: before.total,
    totalExact: before.totalExact,
    ...changeOf(exactOf({ value: now.total, exact: now.totalExact }), exactOf({ value: before.total, exact: before.totalExact })),
    rows,
    elsewhere,
    receipt: before.receipt,
  };
}

const calendar = ['day', 'week', 'month', 'quarter', 'year'];
type Members = Record<string, RowValue>;
type Numbered = Pick<Figure, 'value' | 'exact'> | ReportRow;

const member = (row: ReportRow, name: string): RowValue => (row[name] as RowValue | undefined) ?? null;
const keyOf = (key: readonly RowValue[]): string => JSON.stringify(key);
const membersOf = (names: readonly string[], row: ReportRow): Members => Object.fromEntries(names.map((name) => [name, member(row, name)]));

/** The members of a row with its day, month … moved; null where the calendar has no such one. */
function moved(names: readonly string[], row: ReportRow, shift: Shift | null): Members | null {
  const members = membersOf(names, row);
  for (const name of names) {
    const value = members[name];
    if (!calendar.includes(name) || typeof value !== 'string') continue;
    const place = shift === null ? null : shiftedBack(name, value, shift);
    if (place === null) return null;
    members[name] = place;
  }
  return members;
}

/** The key that the row before has; null where the calendar has none. */
function keyBefore(names: readonly string[], row: ReportRow, { shift }: PeriodBefore): string | null {
  const before = moved(names, row, shift);
  return before && keyOf(Object.values(before));
}

/** The members that a row of the period before would have in this one; null where none of its days corresponds. */
function placeNow(names: readonly string[], row: ReportRow, { from, to, timeZone }: Report, { shift }: PeriodBefore): Members | null {
  const place = moved(names, row, shift && forward(shift));
  if (typeof place?.['day'] !== 'string') return place;
  const dayAt = (ms: number): string => localDate(new Date(ms).toISOString(), timeZone);
  const [first, last] = isDate(from) ? [from, to] : [dayAt(Date.parse(from)), dayAt(Date.parse(to) - 1)];
  return place['day'] >= first && place['day'] <= last ? place : null;
}

const forward = (shift: Shift): Shift => ('days' in shift ? { days: -shift.days } : { months: -shift.months });

function rowOf(members: Members, now: Numbered, then: Numbered | null): ReportRow {
  return {
    ...members,
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

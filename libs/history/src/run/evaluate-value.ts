import { type OccurredAt } from '#libs/contracts';
import { isDateText } from '../column/column.js';
import { readIso } from '../column/date-format.js';
import { type ZoneClock } from '../column/zone-clock.js';
import { type NamedValue } from '../mapping/mapping.js';
import { RowFault } from './row-fault.js';
import { cellOf, type RowView } from './row-view.js';

type Scalar = string | number | boolean | null;

/** What an expression gives, in the forms that facts know. */
function scalarOf(value: unknown): Scalar {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return JSON.stringify(value);
}

/** As text; null where there is no value. Numbers of a column keep every digit that the file has. */
export function textOf({ value }: NamedValue, row: RowView): string | null {
  if (value.kind === 'column') return cellOf(row, value.name);
  const scalar = value.kind === 'literal' ? value.value : scalarOf(value.expression.evaluate(row.context));
  return scalar === null ? null : String(scalar);
}

const control = /[\u0000-\u001f\u007f]/;

export const isMalformedId = (id: string): boolean => id.length > 128 || control.test(id);
export const malformedId = 'An id has at most 128 characters and no line breaks or control characters';

/** As the name of somebody or something; null where there is no value. */
export function idOf(named: NamedValue, row: RowView): string | null {
  const id = textOf(named, row);
  if (id !== null && isMalformedId(id)) throw new RowFault(named.field, 'ID_INVALID', malformedId);
  return id === '' ? null : id;
}

/** As text, number or boolean, by the column's type. */
export function typedOf({ value }: NamedValue, row: RowView): Scalar {
  if (value.kind === 'literal') return value.value;
  if (value.kind === 'expression') return scalarOf(value.expression.evaluate(row.context));
  const cell = cellOf(row, value.name);
  if (cell === null) return null;
  if (value.type === 'number') return Number(cell);
  return value.type === 'boolean' ? cell === 'true' : cell;
}

export function booleanOf(named: NamedValue, row: RowView): boolean | null {
  const value = typedOf(named, row);
  if (value === null || typeof value === 'boolean') return value;
  throw new RowFault(named.field, 'VALUE_TYPE', `${JSON.stringify(value)} is neither true nor false`);
}

/** When something was: an instant, or a date in its zone. Null where there is no value. */
export function timeOf(named: NamedValue, row: RowView, clock: ZoneClock): Exclude<OccurredAt, { precision: 'unknown' }> | null {
  const text = textOf(named, row);
  if (text === null) return null;
  const zone = named.value.kind === 'column' ? named.value.clock.zone : clock.zone;
  if (named.value.kind !== 'column' && !readIso(text))
    throw new RowFault(named.field, 'DATE_INVALID', `${JSON.stringify(text)} is no date or instant`);
  if (isDateText(text)) return { precision: 'day', value: text, zone };
  return { precision: 'instant', value: instantText(named, text, clock) };
}

function instantText(named: NamedValue, text: string, clock: ZoneClock): string {
  if (named.value.kind === 'column') return text;
  const at = clock.instantOf(readIso(text)!);
  if (typeof at === 'number') return new Date(at).toISOString();
  throw new RowFault(
    named.field,
    'INSTANT_AMBIGUOUS',
    `${text} is ${at === 'gap' ? 'skipped by' : 'ambiguous in'} ${clock.zone}; name its offset`,
  );
}

/** As an instant; a date is its first one. */
export function instantOf(named: NamedValue, row: RowView, clock: ZoneClock): string | null {
  const time = timeOf(named, row, clock);
  if (time === null || time.precision === 'instant') return time?.value ?? null;
  return new Date(clockOf(named, clock).startOfDay(time.value)).toISOString();
}

/** When something was known: a date says no more than that it was known when the day was over. */
export function knownAtOf(named: NamedValue, row: RowView, clock: ZoneClock): string | null {
  const time = timeOf(named, row, clock);
  if (time === null || time.precision === 'instant') return time?.value ?? null;
  const next = new Date(Date.parse(`${time.value}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  return new Date(clockOf(named, clock).startOfDay(next) - 1).toISOString();
}

const clockOf = (named: NamedValue, clock: ZoneClock): ZoneClock => (named.value.kind === 'column' ? named.value.clock : clock);

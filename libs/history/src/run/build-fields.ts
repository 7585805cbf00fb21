import { type Holder } from '#libs/contracts';
import { type ActionField } from '../mapping/action-fields.js';
import { type FieldValue, type HolderChoice, type IdentityKind } from '../mapping/mapping.js';
import { type ZoneClock } from '../column/zone-clock.js';
import { booleanOf, idOf, instantOf, textOf, typedOf } from './evaluate-value.js';
import { RowFault } from './row-fault.js';
import { cellOf, type RowView } from './row-view.js';

export interface BuildContext {
  readonly row: RowView;
  readonly clock: ZoneClock;
  readonly identify: (id: string) => IdentityKind;
}

type Table = Readonly<Record<string, ActionField>>;

/** The fields of an action for one row. Fields without a value are left out; a required one without a value keeps the row out. */
export function buildFields(table: Table, values: ReadonlyMap<string, FieldValue>, context: BuildContext): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of values) {
    const field = table[name]!;
    const built = build(field, value, context);
    if (built !== undefined) fields[name] = built;
    else if (field.required)
      throw new RowFault(
        placeOf(value, name),
        'VALUE_MISSING',
        `\`${name}\` has no value here; guard the event with \`when\` or name a value`,
      );
  }
  return fields;
}

function build(field: ActionField, value: FieldValue, context: BuildContext): unknown {
  switch (value.kind) {
    case 'value':
      if (field.shape === 'boolean') return booleanOf(value.value, context.row) ?? undefined;
      if (field.shape === 'id') return idOf(value.value, context.row) ?? undefined;
      if (field.shape === 'instant') return instantOf(value.value, context.row, context.clock) ?? undefined;
      if (field.shape === 'json') return typedOf(value.value, context.row) ?? undefined;
      return checkedText(field, value, context);
    case 'values':
      return notEmpty(
        value.values
          .map((one) => (field.shape === 'json' ? typedOf(one, context.row) : textOf(one, context.row)))
          .filter((one) => one !== null),
      );
    case 'holder':
      return holderOf(value.choices, context);
    case 'row':
      return Object.fromEntries(context.row.shape.columns.map(({ name }) => [name, cellOf(context.row, name)]));
    case 'record':
      return record(field, value.fields, context);
  }
}

function record(field: ActionField, values: ReadonlyMap<string, FieldValue>, context: BuildContext): unknown {
  if (field.shape === 'record') {
    const nested = optionalRecord(field.fields, values, context);
    return nested && notEmpty(Object.keys(nested)) && nested;
  }
  const free: Record<string, unknown> = {};
  for (const [name, value] of values) {
    const built = value.kind === 'value' ? (typedOf(value.value, context.row) ?? undefined) : build({ shape: 'json' }, value, context);
    if (built !== undefined) free[name] = built;
  }
  return notEmpty(Object.keys(free)) && free;
}

/** A record whose required part has no value (a price where the file has none) is no record. */
function optionalRecord(table: Table, values: ReadonlyMap<string, FieldValue>, context: BuildContext): Record<string, unknown> | undefined {
  for (const [name, value] of values) if (table[name]?.required && build(table[name], value, context) === undefined) return undefined;
  const built = buildFields(table, values, context);
  const { amount, currency } = built;
  if (typeof amount === 'string' && !/^-?\d{1,15}(\.\d{1,6})?$/.test(amount))
    throw new RowFault(
      placeOf(values.get('amount')!, 'amount'),
      'AMOUNT_INVALID',
      `\`${amount}\` is no amount: at most 15 digits and 6 decimals; give the column \`type: number\``,
    );
  if (typeof currency === 'string' && !/^[A-Z]{3}$/.test(currency))
    throw new RowFault(
      placeOf(values.get('currency')!, 'currency'),
      'CURRENCY_INVALID',
      `\`${currency}\` is no currency: three capital letters (ISO 4217) such as EUR; turn other spellings into them with \`values\``,
    );
  return built;
}

const notEmpty = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined);

function checkedText(field: ActionField, value: Extract<FieldValue, { kind: 'value' }>, { row }: BuildContext): string | undefined {
  const text = textOf(value.value, row);
  if (text === null || text === '') return undefined;
  if (field.shape === 'text' && field.oneOf && !field.oneOf.includes(text))
    throw new RowFault(value.value.field, 'VALUE_UNLISTED', `\`${text}\` is not one of ${field.oneOf.join(', ')}`);
  return text;
}

/** The first choice that has a value; a system cannot hold a lead, so one that is named leaves the holder unknown. */
function holderOf(choices: readonly HolderChoice[], { row, identify }: BuildContext): Holder | undefined {
  for (const choice of choices) {
    if (choice.kind === 'unknown') return { kind: 'unknown' };
    const id = idOf(choice.id, row);
    if (id === null) continue;
    if (choice.kind === 'team' || choice.kind === 'pool') return { kind: choice.kind, id };
    const kind = identify(id);
    if (kind === 'system') return { kind: 'unknown' };
    return choice.kind === 'anyone' && kind === 'group' ? { kind: 'team', id } : { kind: 'person', id };
  }
  return undefined;
}

/** Where the mapping says what a field is; `name` where it names nothing. */
export const placeOf = (value: FieldValue, name: string): string =>
  value.kind === 'value'
    ? value.value.field
    : value.kind === 'holder' && value.choices[0] && value.choices[0].kind !== 'unknown'
      ? value.choices[0].id.field
      : name;

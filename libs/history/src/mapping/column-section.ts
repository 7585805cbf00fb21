import { nearestName } from '#libs/expressions';
import { type Column, type ColumnType, firstThatReads, readEpoch } from '../column/column.js';
import { compileDateFormat, readIso, type ReadTime } from '../column/date-format.js';
import { type NumberFormat } from '../column/number-format.js';
import { isZone } from '#libs/calendar';
import { type AmbiguousHour, ZoneClock } from '../column/zone-clock.js';
import { type YamlNode } from './yaml-node.js';

const types: readonly ColumnType[] = ['text', 'number', 'boolean', 'date', 'instant'];
const columnFields = [
  'header',
  'type',
  'noValue',
  'trim',
  'values',
  'vocabulary',
  'unlisted',
  'carry',
  'decimal',
  'thousands',
  'yes',
  'no',
  'format',
  'zone',
  'ambiguous',
] as const;

export type Vocabularies = ReadonlyMap<string, ReadonlyMap<string, string>>;

export interface ColumnDefaults {
  readonly zone: string;
  readonly noValue: readonly string[];
  readonly vocabularies: Vocabularies;
}

const noNumber: NumberFormat = { decimal: '.', thousands: '' };

/** A column that the mapping says nothing about: text, empty means no value. */
export const plainColumn = (name: string, header: string, defaults: ColumnDefaults): Column => ({
  name,
  header,
  type: 'text',
  noValue: new Set(defaults.noValue),
  trim: false,
  values: new Map(),
  unlisted: 'keep',
  carry: false,
  number: noNumber,
  yes: new Set(['true']),
  no: new Set(['false']),
  readTime: readIso,
  clock: new ZoneClock(defaults.zone, 'reject'),
});

export function readColumn(name: string, node: YamlNode, defaults: ColumnDefaults): Column {
  const fields = node.fields(columnFields);
  const type = fields.type?.oneOf(types) ?? 'text';
  const zone = fields.zone ? (readZone(fields.zone) ?? defaults.zone) : defaults.zone;
  const values = new Map(fields.vocabulary ? vocabularyOf(fields.vocabulary, defaults.vocabularies) : []);
  for (const { key, value } of fields.values?.entries() ?? []) {
    const meaning = value.scalar() === null ? '' : value.text();
    if (meaning !== undefined) values.set(key, meaning);
  }
  const unlisted = fields.unlisted?.oneOf(['keep', 'reject'] as const) ?? 'keep';
  // What a listed spelling stands for may also be written as such.
  if (unlisted === 'reject') for (const meaning of [...values.values()]) if (!values.has(meaning)) values.set(meaning, meaning);
  const times = type === 'date' || type === 'instant';
  refuseElsewhere(fields, times, ['format', 'zone', 'ambiguous'], 'is for dates and instants');
  refuseElsewhere(fields, type === 'number', ['decimal', 'thousands'], 'is for numbers');
  refuseElsewhere(fields, type === 'boolean', ['yes', 'no'], 'is for booleans');
  return {
    name,
    header: fields.header?.text() ?? name,
    type,
    noValue: new Set(fields.noValue ? noValueOf(fields.noValue) : defaults.noValue),
    trim: fields.trim?.boolean() ?? false,
    values,
    unlisted,
    carry: fields.carry?.boolean() ?? false,
    number: numberFormat(fields),
    yes: new Set(fields.yes?.texts() ?? ['true']),
    no: new Set(fields.no?.texts() ?? ['false']),
    readTime: times ? readFormats(type, fields.format) : readIso,
    clock: new ZoneClock(zone, fields.ambiguous?.oneOf(['reject', 'earlier', 'later'] as const satisfies AmbiguousHour[]) ?? 'reject'),
  };
}

type ColumnNodes = Partial<Record<(typeof columnFields)[number], YamlNode>>;

/** `noValue: []` says that even the empty text is a value. */
const noValueOf = (node: YamlNode): string[] => node.itemOrItems().flatMap((item) => (item.scalar() === null ? '' : (item.text() ?? [])));

function refuseElsewhere(fields: ColumnNodes, fits: boolean, names: readonly (keyof ColumnNodes & string)[], message: string): void {
  if (!fits) for (const name of names) fields[name]?.problem('MAPPING.SHAPE', `\`${name}\` ${message}; say which with \`type\``);
}

export function readZone(node: YamlNode): string | undefined {
  const zone = node.text();
  if (zone === undefined || isZone(zone)) return zone;
  return node.problem(
    'MAPPING.UNKNOWN_ZONE',
    `there is no time zone \`${zone}\`; name one of the IANA zones, such as Europe/Berlin`,
    nearestName(zone, [...Intl.supportedValuesOf('timeZone'), 'UTC']),
  );
}

function vocabularyOf(node: YamlNode, known: Vocabularies): ReadonlyMap<string, string> {
  const name = node.text() ?? '';
  const found = known.get(name);
  if (!found) node.problem('MAPPING.UNKNOWN_VOCABULARY', `there is no vocabulary \`${name}\``, nearestName(name, [...known.keys()]));
  return found ?? new Map<string, string>();
}

function numberFormat(fields: ColumnNodes): NumberFormat {
  const decimal = fields.decimal?.oneOf(['.', ','] as const) ?? '.';
  const thousands = fields.thousands?.oneOf(['.', ',', ' ', "'", '_'] as const) ?? '';
  if (decimal === thousands) fields.thousands?.problem('MAPPING.IMPOSSIBLE_FORMAT', 'decimal and thousands cannot be the same character');
  return { decimal, thousands };
}

function readFormats(type: ColumnType, node: YamlNode | undefined): ReadTime {
  const formats = (node?.itemOrItems() ?? []).flatMap((item) => {
    const pattern = item.text();
    if (pattern === undefined) return [];
    if (pattern === 'iso') return [readIso];
    if (pattern === 'epoch-seconds') return [readEpoch(1000)];
    if (pattern === 'epoch-milliseconds') return [readEpoch(1)];
    const compiled = compileDateFormat(pattern);
    if (typeof compiled === 'string') {
      item.problem('MAPPING.IMPOSSIBLE_FORMAT', `the format \`${pattern}\` cannot be: ${compiled}`);
      return [];
    }
    if (type === 'date' && compiled.hasTime)
      item.problem(
        'MAPPING.IMPOSSIBLE_FORMAT',
        `the format \`${pattern}\` has a time of day; a column of type \`date\` has none, say \`type: instant\``,
      );
    return [compiled.read];
  });
  return formats.length > 0 ? firstThatReads(formats) : readIso;
}

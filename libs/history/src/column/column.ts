import { type CompiledFormat, readIso, type ReadTime, type WrittenTime } from './date-format.js';
import { type NumberFormat, readNumber } from './number-format.js';
import { type ZoneClock } from './zone-clock.js';

export type ColumnType = 'text' | 'number' | 'boolean' | 'date' | 'instant';

/** How one column of a file is read. */
export interface Column {
  /** Its name in expressions. */
  readonly name: string;
  /** Its name in the file. */
  readonly header: string;
  readonly type: ColumnType;
  /** Spellings that mean "no value"; the empty text is one of them only where it is listed. */
  readonly noValue: ReadonlySet<string>;
  readonly trim: boolean;
  /** Spelling in the file → meaning; applied to the text before anything else is read from it. */
  readonly values: ReadonlyMap<string, string>;
  /** What happens to a spelling that `values` and `vocabulary` do not list. */
  readonly unlisted: 'keep' | 'reject';
  /** A row without a value keeps the last value of the same case. */
  readonly carry: boolean;
  readonly number: NumberFormat;
  readonly yes: ReadonlySet<string>;
  readonly no: ReadonlySet<string>;
  readonly readTime: ReadTime;
  readonly clock: ZoneClock;
}

export interface CellFault {
  readonly code: string;
  readonly message: string;
}

/**
 * A cell in its one canonical spelling, null for no value: text as it is, numbers as exact decimals, `true`/`false`, dates as `2016-03-27`,
 * instants as `2016-03-27T01:30:00.000Z`. A column of instants may hold dates where its format allows: a date without a time stays a date.
 */
export type Cell = string | null;

export function readCell(column: Column, raw: string | null | undefined): Cell | CellFault {
  if (raw === null || raw === undefined) return null;
  let text = column.trim || column.type !== 'text' ? raw.trim() : raw;
  if (column.noValue.has(text) || column.noValue.has(raw)) return null;
  const mapped = column.values.get(text);
  if (mapped !== undefined) text = mapped;
  else if (column.unlisted === 'reject')
    return {
      code: 'VALUE_UNLISTED',
      message: `\`${short(text)}\` is not among the values that the mapping lists; add it under \`values\``,
    };
  if (column.noValue.has(text)) return null;
  switch (column.type) {
    case 'text':
      return text;
    case 'number':
      return (
        readNumber(text, column.number) ?? {
          code: 'NUMBER_INVALID',
          message: `\`${short(text)}\` is not a number as the mapping says they are written`,
        }
      );
    case 'boolean':
      if (column.yes.has(text)) return 'true';
      return column.no.has(text)
        ? 'false'
        : { code: 'BOOLEAN_INVALID', message: `\`${short(text)}\` is neither ${list(column.yes)} nor ${list(column.no)}` };
    case 'date':
    case 'instant':
      return readTimeCell(column, text);
  }
}

function readTimeCell(column: Column, text: string): Cell | CellFault {
  const time = column.readTime(text);
  if (!time) return { code: 'DATE_INVALID', message: `\`${short(text)}\` is not a date that exists, written as the mapping says` };
  if (!time.time) return dateText(time);
  if (column.type === 'date') {
    const midnight = time.hour === 0 && time.minute === 0 && time.second === 0 && time.millisecond === 0;
    return midnight
      ? dateText(time)
      : { code: 'DATE_HAS_TIME', message: `\`${short(text)}\` has a time of day; say \`type: instant\` so that it is kept` };
  }
  const instant = column.clock.instantOf(time);
  if (instant === 'ambiguous')
    return {
      code: 'INSTANT_AMBIGUOUS',
      message: `${short(text)} happened twice in ${column.clock.zone}, when clocks went back; set \`ambiguous: earlier\` or \`later\``,
    };
  if (instant === 'gap')
    return { code: 'INSTANT_NONEXISTENT', message: `${short(text)} never happened in ${column.clock.zone}: clocks went forward over it` };
  return new Date(instant).toISOString();
}

const dateText = (time: WrittenTime): string =>
  `${String(time.year).padStart(4, '0')}-${String(time.month).padStart(2, '0')}-${String(time.day).padStart(2, '0')}`;

export const isDateText = (cell: string): boolean => cell.length === 10;

/** Tries the formats of a column in turn. */
export const firstThatReads = (formats: readonly CompiledFormat['read'][]): ReadTime => {
  if (formats.length === 1) return formats[0]!;
  return (text) => {
    for (const read of formats) {
      const time = read(text);
      if (time) return time;
    }
    return null;
  };
};

/** Seconds or milliseconds since 1970-01-01T00:00Z. */
export const readEpoch =
  (unitMs: 1 | 1000): ReadTime =>
  (text) => {
    if (!/^-?\d{1,15}(?:\.\d{1,9})?$/.test(text)) return null;
    const at = new Date(Math.round(Number(text) * unitMs));
    const iso = Number.isNaN(at.getTime()) ? null : at.toISOString();
    return iso === null ? null : readIso(iso);
  };

/** What a sort key of this column is compared as: times and numbers by size, text by its code points. */
export function sortKey(column: Column, cell: Cell): number | string | null {
  if (cell === null) return null;
  if (column.type === 'number') return Number(cell);
  if (column.type === 'date' || column.type === 'instant') return startOf(column.clock, cell);
  return cell;
}

/** Milliseconds since the epoch at which a date or instant cell begins. */
const startOf = (clock: ZoneClock, cell: string): number => (isDateText(cell) ? clock.startOfDay(cell) : Date.parse(cell));

/** The type of a column in expressions. A date is text (`2016-03-27`), which compares as dates do. */
export const celType = { text: 'string', number: 'double', boolean: 'bool', date: 'string', instant: 'timestamp' } as const;

/** A cell as an expression sees it. */
export function celCell(column: Column, cell: Cell): string | number | boolean | Date | null {
  if (cell === null) return null;
  if (column.type === 'number') return Number(cell);
  if (column.type === 'boolean') return cell === 'true';
  return column.type === 'instant' ? new Date(startOf(column.clock, cell)) : cell;
}

const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}…` : text);
const list = (texts: ReadonlySet<string>): string => [...texts].map((text) => `\`${text}\``).join(', ');

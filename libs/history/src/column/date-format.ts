/** A date or time as it is written: no zone applied yet. `offsetMinutes` where the text names one, `time` false where it is a date only. */
export interface WrittenTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly time: boolean;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  readonly offsetMinutes: number | null;
}

export type ReadTime = (text: string) => WrittenTime | null;

/** What a pattern can hold; everything else is a literal, letters only in single quotes (as in the patterns of Java and Unicode). */
const tokens: Readonly<Record<string, { part: string; pattern: string }>> = {
  yyyy: { part: 'year', pattern: '(\\d{4})' },
  yy: { part: 'shortYear', pattern: '(\\d{2})' },
  MMMM: { part: 'monthName', pattern: '([A-Za-z]{3,9})' },
  MMM: { part: 'monthName', pattern: '([A-Za-z]{3})\\.?' },
  MM: { part: 'month', pattern: '(\\d{2})' },
  M: { part: 'month', pattern: '(\\d{1,2})' },
  dd: { part: 'day', pattern: '(\\d{2})' },
  d: { part: 'day', pattern: '(\\d{1,2})' },
  HH: { part: 'hour', pattern: '(\\d{2})' },
  H: { part: 'hour', pattern: '(\\d{1,2})' },
  hh: { part: 'halfHour', pattern: '(\\d{2})' },
  h: { part: 'halfHour', pattern: '(\\d{1,2})' },
  a: { part: 'half', pattern: '([AaPp]\\.?[Mm]\\.?)' },
  mm: { part: 'minute', pattern: '(\\d{2})' },
  ss: { part: 'second', pattern: '(\\d{2})' },
  SSS: { part: 'fraction', pattern: '(\\d{1,9})' },
  XXX: { part: 'offset', pattern: '(Z|[+-]\\d{2}(?::?\\d{2})?)' },
};
const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

export interface CompiledFormat {
  readonly read: ReadTime;
  readonly hasTime: boolean;
}

/** Compiles a pattern such as `dd/MM/yyyy HH:mm`; a string says what is impossible about it. */
export function compileDateFormat(pattern: string): CompiledFormat | string {
  const parts: string[] = [];
  let regex = '^';
  for (const [piece] of pattern.matchAll(/'(?:[^']|'')*'|([A-Za-z])\1*|[\s\S]/g)) {
    if (/^[A-Za-z]/.test(piece)) {
      const token = tokens[piece] ?? (/^S+$/.test(piece) ? tokens.SSS : undefined);
      if (!token)
        return `\`${piece}\` means nothing in a date format (known: ${Object.keys(tokens).join(' ')}; letters that stand for themselves go in single quotes)`;
      if (parts.includes(token.part)) return `\`${piece}\` occurs twice`;
      parts.push(token.part);
      regex += token.pattern;
    } else {
      const literal = piece.startsWith("'") && piece.length > 1 ? (piece === "''" ? "'" : piece.slice(1, -1).replaceAll("''", "'")) : piece;
      regex += literal.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
    }
  }
  const wrong = contradiction(parts);
  if (wrong) return wrong;
  const expression = new RegExp(`${regex}$`);
  return { read: (text) => fill(parts, expression.exec(text)), hasTime: parts.includes('hour') || parts.includes('halfHour') };
}

function contradiction(parts: readonly string[]): string | null {
  const has = (part: string): boolean => parts.includes(part);
  if (!has('year') && !has('shortYear')) return 'a date format needs a year (`yyyy`)';
  if (!has('month') && !has('monthName')) return 'a date format needs a month (`MM`, `M` or `MMM`); `mm` are minutes';
  if (!has('day')) return 'a date format needs a day (`dd` or `d`); `DD` means nothing here';
  if (has('halfHour') !== has('half'))
    return 'an hour of the half day (`hh`) needs `a` (AM or PM), and only it; `HH` is the hour of the day';
  if (has('hour') && has('halfHour')) return '`HH` and `hh` exclude one another';
  const hour = has('hour') || has('halfHour');
  if ((has('minute') && !hour) || (has('second') && !has('minute')) || (has('fraction') && !has('second')))
    return 'minutes need hours, seconds need minutes, fractions need seconds';
  return has('offset') && !hour ? 'an offset (`XXX`) needs a time of day' : null;
}

function fill(parts: readonly string[], match: RegExpExecArray | null): WrittenTime | null {
  if (!match) return null;
  const of = (part: string): string | undefined => {
    const index = parts.indexOf(part);
    return index < 0 ? undefined : match[index + 1];
  };
  const number = (part: string): number => Number(of(part) ?? 0);
  const short = of('shortYear');
  // Two digits: 70–99 are 1970–1999, 00–69 are 2000–2069, as POSIX strptime reads them (its border is 69).
  const year = short === undefined ? number('year') : Number(short) + (Number(short) >= 70 ? 1900 : 2000);
  const name = of('monthName');
  const month = name === undefined ? number('month') : monthOf(name);
  const half = of('half');
  const halfHour = number('halfHour');
  if (half !== undefined && (halfHour < 1 || halfHour > 12)) return null;
  const hour = half === undefined ? number('hour') : (halfHour % 12) + (/^p/i.test(half) ? 12 : 0);
  const fraction = of('fraction');
  const millisecond = fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1000 + 1e-6);
  const offset = of('offset');
  return written(
    year,
    month,
    number('day'),
    parts.includes('hour') || half !== undefined,
    hour,
    number('minute'),
    number('second'),
    millisecond,
    offset,
  );
}

function monthOf(name: string): number {
  const full = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
  const lower = name.toLowerCase();
  return (lower.length === 3 ? monthNames.indexOf(lower) : full.indexOf(lower)) + 1;
}

const daysOf = (year: number, month: number): number =>
  month === 2 ? (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;

/** The time, or null where no calendar has such a day or clock such an hour (30 February, 24:30). */
function written(
  year: number,
  month: number,
  day: number,
  time: boolean,
  hour = 0,
  minute = 0,
  second = 0,
  millisecond = 0,
  offset?: string,
): WrittenTime | null {
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return null;
  if (hour > 23 || minute > 59 || second > 59) return null;
  const offsetMinutes = offset === undefined ? null : minutesOf(offset);
  if (offsetMinutes !== null && Math.abs(offsetMinutes) > 18 * 60) return null;
  return { year, month, day, time, hour, minute, second, millisecond, offsetMinutes };
}

function minutesOf(offset: string): number {
  if (offset === 'Z') return 0;
  const digits = offset.slice(1).replace(':', '');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return offset.startsWith('-') ? -minutes : minutes;
}

const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/;

/** ISO 8601 as systems write it: a date, or a date with hours and minutes, then seconds, fraction and offset where they are. */
export function readIso(text: string): WrittenTime | null {
  const match = iso.exec(text);
  if (!match) return null;
  const [, year, month, day, hour, minute, second, fraction, offset] = match;
  const millisecond = fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1000 + 1e-6);
  return written(
    Number(year),
    Number(month),
    Number(day),
    hour !== undefined,
    Number(hour ?? 0),
    Number(minute ?? 0),
    Number(second ?? 0),
    millisecond,
    offset,
  );
}

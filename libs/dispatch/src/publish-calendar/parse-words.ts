import { isSeq, type Node } from 'yaml';
import { type Hours, minutesOf, type Weekday, weekdays } from '#libs/calendar';
import { type DocumentReader } from '#libs/expressions';

const DAYS = /^(mon|tue|wed|thu|fri|sat|sun)-(mon|tue|wed|thu|fri|sat|sun)$/;
const HOURS = /^(\d{1,2}:\d{2}) ?[-–] ?(\d{1,2}:\d{2})$/;
const TIME = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/;
/** A night shift is shorter; what seems longer is most likely a slip of the pen. */
const LONGEST_NIGHT_MINUTES = 12 * 60;

/** `mon-fri`, `sat`, or a list of such. */
export function daysOf(yaml: DocumentReader, node: Node | null, entry: Node): readonly Weekday[] {
  if (node === null) yaml.add(entry, 'MISSING', 'days is missing, such as mon-fri or [mon, wed]');
  return yaml.texts(node, 'days').flatMap(({ value, node: place }): readonly Weekday[] => {
    if ((weekdays as readonly string[]).includes(value)) return [value as Weekday];
    const [first, last] = (DAYS.exec(value)?.slice(1) ?? []).map((day) => weekdays.indexOf(day as Weekday));
    if (first !== undefined && last !== undefined && first < last) return weekdays.slice(first, last + 1);
    yaml.add(place, 'DAYS', `${value} are no days: write ${weekdays.join(', ')}, or a range such as mon-fri`);
    return [];
  });
}

/** `09:00-13:00`, or a list of such; nothing or `closed`: no hours. */
export function hoursOf(yaml: DocumentReader, node: Node | null): readonly Hours[] {
  return yaml.texts(node, 'hours').flatMap(({ value, node: place }): readonly Hours[] => {
    if (value === 'closed') return [];
    const times =
      HOURS.exec(value)
        ?.slice(1)
        .map((time) => time.padStart(5, '0')) ?? [];
    const [from, to] = times;
    if (from === undefined || to === undefined || !TIME.test(from) || !TIME.test(to) || from === '24:00') {
      yaml.add(place, 'HOURS', `${value} are no hours: write them as 09:00-13:00, with 24:00 for the end of a day`);
      return [];
    }
    const [start, end] = minutesOf([from, to]);
    if (to > from || end - start <= LONGEST_NIGHT_MINUTES) return [[from, to]];
    const message = `${value} ends before it starts: hours that go on after midnight are 12 at most, longer ones are split at 24:00`;
    yaml.add(place, 'ENDS_BEFORE_START', message);
    return [];
  });
}

/** `2026`, `2024-2028`, or a list of such; at most fifty years. Null where there are none. */
export function yearsOf(yaml: DocumentReader, node: Node | null, entry: Node): readonly number[] | null {
  const said = node !== null && isSeq(node) ? node.items : [node];
  const years = new Set<number>();
  for (const item of said) {
    const text = item === null ? null : yaml.text(item as Node, 'years');
    const [first = NaN, last = first] =
      /^(\d{4})(?:-(\d{4}))?$/
        .exec(text ?? '')
        ?.slice(1)
        .filter(Boolean)
        .map(Number) ?? [];
    if (first >= 1970 && last <= 2100 && first <= last && last - first < 50) for (let year = first; year <= last; year++) years.add(year);
    else {
      yaml.add(
        item ?? entry,
        'YEARS',
        'years are such as 2026 or 2024-2028, from 1970 to 2100 and fifty at most: holidays are written out for these',
      );
      return null;
    }
  }
  return [...years].sort();
}

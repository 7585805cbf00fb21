import { isMap, isSeq, type Node, type YAMLMap } from 'yaml';
import { type CalendarDocument, isDate, isZone, type Weekday } from '#libs/calendar';
import { DocumentReader } from '#libs/expressions';
import { idCheck, nameCheck } from '../decision.js';
import { checkWeek, type ExceptionEntry, type WeeklyEntry } from './check-week.js';
import { daysOf, hoursOf, yearsOf } from './parse-words.js';

/** Where further closed days are taken from when the calendar is published. */
export type HolidaySource =
  | {
      readonly kind: 'country';
      readonly country: string;
      readonly region: string | null;
      readonly years: readonly number[];
      readonly node: Node;
    }
  | { readonly kind: 'feed'; readonly feed: string; readonly years: readonly number[]; readonly node: Node };

/** A document as its author wrote it: holidays are not written out yet. */
export interface ParsedCalendar extends CalendarDocument {
  readonly id: string;
  readonly name: string;
  /** `always`, an instant or a day; null where the document does not say. */
  readonly effectiveFrom: string | null;
  readonly holidays: readonly HolidaySource[];
}

const KEYS = ['calendar', 'name', 'zone', 'effectiveFrom', 'weekly', 'holidays', 'exceptions'];

export const calendarReader = (source: string): DocumentReader =>
  new DocumentReader(source, { code: 'CALENDAR', noun: 'A calendar', key: 'calendar' });

/** Reads a YAML or JSON document; every problem is noted at its place in `yaml`. Null where there is too little to go on with. */
export function parseCalendar(yaml: DocumentReader): ParsedCalendar | null {
  const root = yaml.root();
  if (!root) return null;
  yaml.onlyKeys(root, KEYS, 'A calendar');
  const idNode = yaml.get(root, 'calendar');
  const id = yaml.text(idNode, 'calendar (its id)', true);
  if (id !== null && idCheck('calendar', id)) yaml.add(idNode, 'ID', 'calendar is an id of 1 to 128 characters without control characters');
  const nameNode = yaml.get(root, 'name');
  const name = yaml.text(nameNode, 'name');
  if (name !== null && nameCheck(name)) yaml.add(nameNode, 'NAME', 'name has 1 to 256 characters; left out it is the id');
  const zoneNode = yaml.get(root, 'zone');
  const zone = yaml.text(zoneNode, 'zone (an IANA name such as Europe/Berlin)', true);
  const known = zone !== null && isZone(zone);
  if (zone !== null && !known) yaml.add(zoneNode, 'ZONE', `${zone} is no time zone: use an IANA name such as Europe/Berlin or UTC`);
  const fromNode = yaml.get(root, 'effectiveFrom');
  const effectiveFrom = yaml.text(fromNode, 'effectiveFrom');
  if (effectiveFrom !== null && !isBeginning(effectiveFrom))
    yaml.add(fromNode, 'EFFECTIVE_FROM', 'effectiveFrom is always, a day such as 2026-04-01, or an instant with its offset');
  const weekly = mapsOf(yaml, root, 'weekly').map((entry) => weeklyOf(yaml, entry));
  const holidays = mapsOf(yaml, root, 'holidays').flatMap((entry) => holidayOf(yaml, entry) ?? []);
  const exceptions = mapsOf(yaml, root, 'exceptions').flatMap((entry) => exceptionOf(yaml, entry) ?? []);
  checkWeek(yaml, weekly, exceptions);
  if (id === null || zone === null || !known) return null;
  return { id, name: name ?? id, zone, effectiveFrom, weekly, holidays, exceptions };
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/;
const isBeginning = (text: string): boolean =>
  text === 'always' || isDate(text) || (INSTANT.test(text) && isDate(text.slice(0, 10)) && !Number.isNaN(Date.parse(text)));

function mapsOf(yaml: DocumentReader, root: YAMLMap, key: string): YAMLMap[] {
  const node = yaml.get(root, key);
  if (node === null) return [];
  if (!isSeq(node)) {
    yaml.add(node, 'SHAPE', `${key} is a list`);
    return [];
  }
  return node.items.flatMap((item) => {
    if (isMap(item)) return [item];
    yaml.add(item, 'SHAPE', `each entry of ${key} is a mapping`);
    return [];
  });
}

function weeklyOf(yaml: DocumentReader, entry: YAMLMap): WeeklyEntry {
  yaml.onlyKeys(entry, ['days', 'hours'], 'An entry of weekly');
  const hours = yaml.get(entry, 'hours');
  if (hours === null) yaml.add(entry, 'MISSING', 'hours is missing, such as 09:00-17:00');
  const days = daysOf(yaml, yaml.get(entry, 'days'), entry) as Weekday[];
  return { days, hours: hoursOf(yaml, hours), node: entry };
}

function exceptionOf(yaml: DocumentReader, entry: YAMLMap): ExceptionEntry | null {
  yaml.onlyKeys(entry, ['date', 'name', 'hours'], 'An entry of exceptions');
  const node = yaml.get(entry, 'date');
  const date = yaml.text(node, 'date', true);
  const name = yaml.text(yaml.get(entry, 'name'), 'name');
  const hours = hoursOf(yaml, yaml.get(entry, 'hours'));
  if (date === null) return null;
  if (isDate(date)) return { date, name, hours, node: entry };
  yaml.add(node, 'DATE', `${date} is no day: write an existing one as 2026-12-24`);
  return null;
}

function holidayOf(yaml: DocumentReader, entry: YAMLMap): HolidaySource | null {
  yaml.onlyKeys(entry, ['country', 'region', 'feed', 'years'], 'An entry of holidays');
  const country = yaml.text(yaml.get(entry, 'country'), 'country');
  const region = yaml.text(yaml.get(entry, 'region'), 'region');
  const feed = yaml.text(yaml.get(entry, 'feed'), 'feed');
  const years = yearsOf(yaml, yaml.get(entry, 'years'), entry);
  if ((country === null) === (feed === null)) {
    yaml.add(
      entry,
      'HOLIDAYS',
      'An entry of holidays has either country (with region, where there is one) or feed, the name of an iCalendar file',
    );
    return null;
  }
  if (years === null) return null;
  return country !== null ? { kind: 'country', country, region, years, node: entry } : { kind: 'feed', feed: feed!, years, node: entry };
}

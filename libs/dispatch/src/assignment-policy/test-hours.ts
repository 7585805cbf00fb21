import { type Node } from 'yaml';
import { compileCalendar, isZone, type Weekday, type WorkingCalendar } from '#libs/calendar';
import { type DocumentReader } from '#libs/expressions';

/** Of a test case, every week the same but for the holidays. Times are `09:00`, days `mon`, dates `2026-04-06`. */
export interface TestHours {
  readonly zone: string;
  readonly days: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly holidays: readonly string[];
}

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Working hours as a test case says them; null: every hour is working time. */
export function parseTestHours(yaml: DocumentReader, node: Node | null, what: string): TestHours | null {
  const map = yaml.map(node);
  if (!map) {
    if (node !== null) yaml.add(node, 'SHAPE', `${what} is a mapping: \`{ zone: Europe/Berlin, from: "09:00", to: "18:00" }\``);
    return null;
  }
  yaml.onlyKeys(map, ['zone', 'days', 'from', 'to', 'holidays'], what);
  const zone = yaml.text(yaml.get(map, 'zone'), `${what}.zone`, true) ?? 'UTC';
  const [from, to] = (['from', 'to'] as const).map((key) => yaml.text(yaml.get(map, key), `${what}.${key}`, true) ?? '');
  if (!CLOCK.test(from!) || !CLOCK.test(to!)) yaml.add(node, 'SHAPE', `${what} has from and to, times such as "09:00"`);
  if (!isZone(zone)) yaml.add(node, 'ZONE', `${zone} is no time zone: write an IANA name such as Europe/Berlin`);
  const days = yaml.texts(yaml.get(map, 'days'), `${what}.days`).flatMap(({ node: place }) => {
    const day = yaml.choice(place, `${what}.days`, weekdays, null);
    return day === null ? [] : [day];
  });
  const holidays = yaml.texts(yaml.get(map, 'holidays'), `${what}.holidays`).map(({ value }) => value);
  return { zone, from: from!, to: to!, days: days.length > 0 ? days : weekdays.slice(0, 5), holidays };
}

export const testCalendar = ({ zone, days, from, to, holidays }: TestHours): WorkingCalendar =>
  compileCalendar({
    zone,
    weekly: [{ days: days as Weekday[], hours: [[from, to]] }],
    exceptions: holidays.map((date) => ({ date, hours: [] })),
  });

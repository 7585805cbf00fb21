import { type WorkingCalendar } from '#libs/calendar';
import { type Scope } from './scope.js';

/** Working time is reckoned from 1970 to 2099; what lies outside has none that is known. */
const YEARS = { first: 1970, last: 2099 };
const DAY_MS = 86_400_000;

export interface CalendarTable {
  readonly name: string;
  /** The query that makes its rows. */
  readonly sql: string;
  readonly intervalsADay: number;
}

interface DayRow {
  readonly day: number;
  readonly before: number;
  readonly intervals: readonly (readonly [start: number, end: number])[];
}

/** A row for each day of UTC in the years that the facts and the period touch. `hash` names what the calendar says. */
export function calendarTable(
  calendar: WorkingCalendar,
  hash: string,
  { profile, period }: Pick<Scope, 'profile' | 'period'>,
): CalendarTable {
  const yearOf = (ms: number): number => Math.min(YEARS.last, Math.max(YEARS.first, new Date(ms).getUTCFullYear()));
  const first = yearOf(Math.min(profile.firstMs ?? period.fromMs, period.fromMs));
  const last = yearOf(Math.max(profile.lastMs ?? period.endMs, period.endMs));
  const rows = [...dayRows(calendar, first, last)];
  const intervalsADay = rows.reduce((most, { intervals }) => Math.max(most, intervals.length), 0);
  const values = rows.map(({ day, before, intervals }) => {
    const cells = Array.from({ length: intervalsADay }, (_, at) => intervals[at] ?? [0, 0]).flat();
    return `(${[day, before, ...cells].map((cell) => `cast(${cell} as bigint)`).join(', ')})`;
  });
  const columns = ['day', 'before', ...Array.from({ length: intervalsADay }, (_, at) => [`s${at}`, `e${at}`]).flat()];
  return {
    name: `working_${hash.slice(0, 16)}_${first}_${last}`,
    sql: `select * from (values ${values.join(', ')}) as day(${columns.join(', ')})`,
    intervalsADay,
  };
}

function* dayRows(calendar: WorkingCalendar, first: number, last: number): Iterable<DayRow> {
  let before = 0;
  for (let year = first; year <= last; year++) {
    const { starts, ends } = calendar.year(year);
    let at = 0;
    for (let day = Date.UTC(year, 0, 1) / DAY_MS; day < Date.UTC(year + 1, 0, 1) / DAY_MS; day++) {
      const intervals: [number, number][] = [];
      const [begins, finishes] = [day * DAY_MS, (day + 1) * DAY_MS];
      while (at < starts.length && starts[at]! < finishes) {
        intervals.push([Math.max(begins, starts[at]!), Math.min(finishes, ends[at]!)]);
        if (ends[at]! > finishes) break;
        at++;
      }
      yield { day, before, intervals };
      before += intervals.reduce((sum, [start, end]) => sum + end - start, 0);
    }
  }
}

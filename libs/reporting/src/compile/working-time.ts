import { dialect } from '../dialect/dialect.js';
import { type TimeFact } from '../entities/entity.js';
import { type ScopeCalendar } from './scope.js';

const DAY_MS = 86_400_000;

/**
 * Durations in working time. A calendar is a table with a row a day (of UTC): the working time before the day and the intervals within it, so that the
 * working time before an instant is one look-up by its day.
 */
export class WorkingTime {
  private readonly asked = new Map<string, { readonly alias: string; readonly join: string }>();

  constructor(private readonly calendars: ReadonlyMap<string, ScopeCalendar>) {}

  /** Working milliseconds from one instant to another, negative where it is before; null where one is unknown, a date only, or outside the table. */
  between(from: TimeFact, to: TimeFact, calendar: string): string {
    const found = this.calendars.get(calendar);
    if (!found) throw new Error(`The calendar ${calendar} was not loaded`);
    return `(${this.before(to, found)} - ${this.before(from, found)})`;
  }

  /** To be joined after everything that the times are read from. */
  joins(): string[] {
    return [...this.asked.values()].map(({ join }) => join);
  }

  private before(time: TimeFact, { table, intervalsADay }: ScopeCalendar): string {
    const ms = `(case when ${time.precision} = 'instant' then ${dialect.epochMs(time.at)} end)`;
    const key = `${table} ${ms}`;
    const known = this.asked.get(key);
    const alias = known?.alias ?? `w${this.asked.size}`;
    if (!known)
      this.asked.set(key, { alias, join: `left join ${table} ${alias} on ${alias}.day = ${dialect.quotient(ms, String(DAY_MS))}` });
    const within = Array.from({ length: intervalsADay }, (_, at) => `greatest(0, least(${ms}, ${alias}.e${at}) - ${alias}.s${at})`);
    return `(${[`${alias}.before`, ...within].join(' + ')})`;
  }
}

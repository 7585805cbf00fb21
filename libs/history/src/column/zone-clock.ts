import { firstInstantOfDay, localToInstant } from '#libs/calendar';
import { type WrittenTime } from './date-format.js';

/** What to do with a local time that a zone has twice, in the night when clocks go back. */
export type AmbiguousHour = 'reject' | 'earlier' | 'later';
export type LocalFault = 'ambiguous' | 'gap';

const quarterHourMs = 900_000;
const cachedQuarterHours = 50_000;

const localMs = (t: WrittenTime): number => {
  const ms = Date.UTC(t.year, t.month - 1, t.day, t.hour, t.minute, t.second, t.millisecond);
  // Date.UTC reads the years 0–99 as 1900–1999.
  return t.year >= 100 ? ms : new Date(ms).setUTCFullYear(t.year);
};

/**
 * Turns local times of one zone into instants. Asking the zone rules costs tens of microseconds, so the offset of a quarter of an hour that
 * has one offset throughout is remembered (a bounded number of them: memory stays flat whatever the file holds).
 */
export class ZoneClock {
  private readonly offsets = new Map<number, number>();
  constructor(
    readonly zone: string,
    private readonly ambiguous: AmbiguousHour,
  ) {}

  /** Milliseconds since the epoch, or why there is no such instant. A time that clocks skipped never was: it is a fault whatever `ambiguous` says. */
  instantOf(time: WrittenTime): number | LocalFault {
    const local = localMs(time);
    if (time.offsetMinutes !== null) return local - time.offsetMinutes * 60_000;
    if (this.zone === 'UTC') return local;
    const quarter = Math.floor(local / quarterHourMs);
    const known = this.offsets.get(quarter) ?? this.evenOffset(quarter);
    return known === null ? this.choose(local) : local - known;
  }

  /** The first instant of a date (`2016-03-27`) in the zone, in milliseconds; a date always has one. */
  startOfDay(date: string): number {
    return Date.parse(this.zone === 'UTC' ? `${date}T00:00:00Z` : firstInstantOfDay(date, this.zone));
  }

  /** The offset of a quarter of an hour of local time that has one and the same throughout. */
  private evenOffset(quarter: number): number | null {
    const [from, to] = [quarter * quarterHourMs, (quarter + 1) * quarterHourMs - 1];
    const [first, last] = [this.ask(from, 'reject'), this.ask(to, 'reject')];
    if (typeof first === 'string' || typeof last === 'string' || from - first !== to - last) return null;
    if (this.offsets.size >= cachedQuarterHours) this.offsets.clear();
    this.offsets.set(quarter, from - first);
    return from - first;
  }

  private choose(local: number): number | LocalFault {
    const found = this.ask(local, 'reject');
    return found === 'ambiguous' && this.ambiguous !== 'reject' ? this.ask(local, this.ambiguous) : found;
  }

  private ask(local: number, disambiguation: AmbiguousHour): number | LocalFault {
    const result = localToInstant(new Date(local).toISOString().slice(0, -1), this.zone, disambiguation);
    if (result.kind === 'instant') return Date.parse(result.instant);
    return result.violation.code === 'TIME.AMBIGUOUS_LOCAL' ? 'ambiguous' : 'gap';
  }
}

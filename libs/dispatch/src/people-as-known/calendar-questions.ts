import { type Pool } from 'pg';
import { addWorkingMs, type CalendarDocument, isOpenAt, nextOpening, type WorkingCalendar, workingMs } from '#libs/calendar';
import { notFound } from '#libs/platform';
import { type CalendarState, versionsInForce, workingCalendarOf } from '../calendars/calendar.evolve.js';
import { isoOf } from '../time-checks.js';
import { type Known, knownPeople } from './known-people.js';

/** Questions about calendars as known; instants in milliseconds since the epoch, answers in ISO 8601. Errors: 404 `CALENDAR.NOT_FOUND`. */

export interface CalendarLine {
  readonly calendar: string;
  readonly name: string;
  /** The last one published by then. */
  readonly version: number;
  readonly zone: string;
  readonly publishedAt: string;
  readonly reason: string;
}

export async function calendarsKnown(pool: Pool, at: number, known: Known): Promise<readonly CalendarLine[]> {
  const people = knownPeople(pool, known);
  const states = await Promise.all((await people.ever('calendar')).map((id) => people.calendar(id)));
  return states.flatMap(({ id, versions }): CalendarLine[] => {
    const last = versions.findLast(({ publishedAt }) => Date.parse(publishedAt) <= at);
    if (!last) return [];
    const { name, version, zone, publishedAt, reason } = last;
    return [{ calendar: id, name, version, zone, publishedAt, reason }];
  });
}

export interface CalendarAnswer extends CalendarDocument {
  readonly calendar: string;
  readonly name: string;
  /** The one in force at the instant asked about. */
  readonly version: number;
  /** From when it is in force; null: since always. */
  readonly since: string | null;
  /** Until the next version comes into force; null: none is known that does. */
  readonly until: string | null;
  readonly publishedAt: string;
  readonly reason: string;
  readonly sources: readonly string[];
  /** Whether it is working time at the instant asked about. */
  readonly open: boolean;
  readonly nextOpening: string | null;
  readonly versions: readonly {
    readonly version: number;
    readonly from: string | null;
    readonly publishedAt: string;
    readonly reason: string;
  }[];
}

/** The version in force at an instant. Errors: also 404 `CALENDAR.NOT_IN_FORCE`. */
export async function calendarAt(pool: Pool, id: string, at: number, known: Known): Promise<CalendarAnswer> {
  const { state, calendar } = await knownCalendar(pool, id, known);
  const inForce = versionsInForce(state);
  const index = inForce.findLastIndex(({ from }) => from <= at);
  const found = inForce[index];
  if (!found)
    throw notFound('CALENDAR.NOT_IN_FORCE', `Calendar “${id}” comes into force ${isoOrNull(inForce[0]!.from)}: ask about a later time`);
  const { version, name, zone, weekly, exceptions, from, publishedAt, reason, sources } = found;
  return {
    calendar: id,
    name,
    version,
    zone,
    since: isoOrNull(from),
    until: isoOrNull(inForce[index + 1]?.from ?? null),
    publishedAt,
    reason,
    sources,
    open: isOpenAt(calendar, at),
    nextOpening: isoOrNull(nextOpening(calendar, at)),
    weekly,
    exceptions,
    versions: state.versions.map((each) => ({
      version: each.version,
      from: isoOrNull(each.from),
      publishedAt: each.publishedAt,
      reason: each.reason,
    })),
  };
}

/** Elapsed working seconds between two instants, each version of the calendar in its time. */
export async function workingTimeBetween(pool: Pool, id: string, from: number, to: number, known: Known) {
  const { calendar } = await knownCalendar(pool, id, known);
  return { calendar: id, from: isoOf(from), to: isoOf(to), seconds: workingMs(calendar, from, to) / 1_000 };
}

/** When so many working seconds have passed; `due` is null where the calendar has not that many left. */
export async function dueAfter(pool: Pool, id: string, from: number, seconds: number, known: Known) {
  const { calendar } = await knownCalendar(pool, id, known);
  return { calendar: id, from: isoOf(from), seconds, due: isoOrNull(addWorkingMs(calendar, from, seconds * 1_000)) };
}

async function knownCalendar(pool: Pool, id: string, known: Known): Promise<{ state: CalendarState; calendar: WorkingCalendar }> {
  const state = await knownPeople(pool, known).calendar(id);
  const calendar = workingCalendarOf(state);
  if (!calendar)
    throw notFound('CALENDAR.NOT_FOUND', `There is no calendar “${id}”, or none was known then; “calendar list” names them all`);
  return { state, calendar };
}

const isoOrNull = (ms: number | null): string | null => (ms === null || ms === -Infinity ? null : isoOf(ms));

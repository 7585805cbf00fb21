import ICAL from 'ical.js';
import { isDate } from '../day.js';
import { localToInstant } from '../local-time.js';
import { isZone } from '../zone.js';
import { offsetSegments } from '../zone-offsets.js';
import { type ClosedPart, closedParts } from './closed-part.js';

export interface FeedDays {
  readonly closed: readonly ClosedPart[];
  /** Everything in the feed that cannot be understood, each as a sentence that names the entry. */
  readonly problems: readonly string[];
}

/** A rule that repeats every minute must not keep us busy. */
const MAX_OCCURRENCES = 20_000;

/**
 * The closed times of an iCalendar text (RFC 5545) in some years, repetitions written out: whole days, and entries with times as parts of days
 * by the clocks of `zone`. Cancelled entries are left out. Nothing a feed contains makes it throw.
 */
export function feedDays(text: string, zone: string, years: readonly number[]): FeedDays {
  let events: ICAL.Component[];
  try {
    const parsed = ICAL.parse(text) as unknown[];
    const roots = (Array.isArray(parsed[0]) ? parsed : [parsed]) as object[];
    events = roots.flatMap((root) => new ICAL.Component(root as never).getAllSubcomponents('vevent'));
  } catch (error) {
    return { closed: [], problems: [`it is no iCalendar text (${(error as Error).message}): it begins with BEGIN:VCALENDAR`] };
  }
  const problems: string[] = [];
  const closed = events.flatMap((component, index) => {
    const name = String(component.getFirstPropertyValue('summary') ?? '') || null;
    try {
      return entryParts(component, name, zone, new Set(years));
    } catch (error) {
      problems.push(
        `entry ${index + 1}${name ? ` (${name})` : ''} ${error instanceof EntryProblem ? error.message : `cannot be read: ${(error as Error).message}`}`,
      );
      return [];
    }
  });
  return { closed, problems };
}

class EntryProblem extends Error {}

function entryParts(component: ICAL.Component, name: string | null, zone: string, years: ReadonlySet<number>): ClosedPart[] {
  if (String(component.getFirstPropertyValue('status') ?? '').toUpperCase() === 'CANCELLED') return [];
  for (const property of ['dtstart', 'dtend']) assertDates(component, property);
  const event = new ICAL.Event(component);
  const { startDate, endDate } = event;
  const length = localMs(endDate, zone) - localMs(startDate, zone);
  if (length <= 0) throw new EntryProblem(`ends ${endDate.toString()}, not after its start ${startDate.toString()}`);
  const last = Math.max(...years);
  const starts: number[] = [];
  if (event.isRecurring()) {
    const iterator = event.iterator();
    for (let next = iterator.next() as ICAL.Time | null, count = 0; next && next.year <= last; next = iterator.next() as ICAL.Time | null) {
      if (++count > MAX_OCCURRENCES) throw new EntryProblem('repeats too often to be a holiday');
      starts.push(localMs(next, zone));
    }
  } else starts.push(localMs(startDate, zone));
  return starts.flatMap((start) => closedParts(name, start, start + length)).filter(({ date }) => years.has(Number(date.slice(0, 4))));
}

/** The parser takes 31 April for 1 May: what is written must exist. */
function assertDates(component: ICAL.Component, property: string): void {
  const written = component.getFirstProperty(property)?.toJSON() as unknown[] | undefined;
  if (!written) {
    if (property === 'dtstart') throw new EntryProblem('has no start (DTSTART)');
    return;
  }
  const value = String(written[3]);
  if (!isDate(value.slice(0, 10))) throw new EntryProblem(`names ${value}, which is no day`);
}

/** What clocks in the zone show, in milliseconds as if it were UTC. A time without a zone is already by them. */
function localMs(time: ICAL.Time, zone: string): number {
  const shown = Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second);
  if (time.isDate) return shown;
  const written = time.zone.tzid;
  if (written === 'floating') return shown;
  const from = written === 'UTC' || written === 'Z' ? 'UTC' : written;
  if (!isZone(from)) throw new EntryProblem(`has the time zone ${written}, which is not known: use an IANA name such as Europe/Berlin`);
  const instant = localToInstant(new Date(shown).toISOString().slice(0, 19), from, 'earlier');
  if (instant.kind === 'refused') throw new EntryProblem(instant.violation.message);
  const ms = Date.parse(instant.instant);
  return ms + offsetSegments(zone, ms, ms + 1)[0]!.offsetMs;
}

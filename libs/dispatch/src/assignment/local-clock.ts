import { firstInstantOfDay, isOpenAt, offsetMsAt, type WorkingCalendar } from '#libs/calendar';
import { type TimeFacts } from '../assignment-policy/assignment-facts.js';

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** The clocks of a zone at an instant (milliseconds since the epoch, 1970 to 2100), written as if they were UTC. */
function localClock(at: number, zone: string): Date {
  const offsetMs = offsetMsAt(zone, at);
  if (offsetMs === null) throw new RangeError(`${at} is no instant at which a lead can be distributed`);
  return new Date(at + offsetMs);
}

const dateOf = (local: Date): string => local.toISOString().slice(0, 10);

/** What conditions know of the time; without a calendar every hour is working time, by UTC. */
export function timeFacts(at: number, calendar: WorkingCalendar | null): TimeFacts {
  const local = localClock(at, calendar?.zone ?? 'UTC');
  return {
    weekday: WEEKDAYS[local.getUTCDay()]!,
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    date: dateOf(local),
    month: local.getUTCMonth() + 1,
    open: calendar === null || isOpenAt(calendar, at),
  };
}

/** The first instant of the day in a zone. */
export const startOfDay = (at: number, zone: string): number => Date.parse(firstInstantOfDay(dateOf(localClock(at, zone)), zone));

/** `2026-03-03 10:02` by the clocks of the zone. */
export const localClockText = (at: number, zone: string): string => localClock(at, zone).toISOString().slice(0, 16).replace('T', ' ');

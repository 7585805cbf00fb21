import { firstInstantOfDay, localDate, nextDay } from '#libs/calendar';
import { type EventLog, foldStream } from '#libs/event-store';
import { evolveCalendar, initialCalendar, versionsInForce } from '../calendars/calendar.evolve.js';
import { evolveGroup, initialGroup, teamCalendarAt } from '../group.evolve.js';
import { ownCalendarAt, type RepState, teamAt } from '../rep-state.js';

/** The day that a flow is counted in. */
export interface RepDay {
  /** `2026-03-03` in the zone of the rep's calendar. */
  readonly day: string;
  /** ISO. */
  readonly beganAt: string;
  /** ISO: the first instant of the next one. */
  readonly resetsAt: string;
}

/** The rep's own calendar says the zone, else its team's, else the organisation. */
export async function dayOfRep(log: EventLog, rep: RepState, at: number, organisationZone: string): Promise<RepDay> {
  const calendar = ownCalendarAt(rep, at) ?? (await calendarOfTeam(log, teamAt(rep, at), at));
  const zone = (calendar === null ? null : await zoneOf(log, calendar, at)) ?? organisationZone;
  const day = localDate(new Date(at).toISOString(), zone);
  return { day, beganAt: firstInstantOfDay(day, zone), resetsAt: firstInstantOfDay(nextDay(day), zone) };
}

async function calendarOfTeam(log: EventLog, team: string | null, at: number): Promise<string | null> {
  if (team === null) return null;
  const { state } = await foldStream(log, `team-${team}`, { initial: initialGroup, evolve: evolveGroup });
  return teamCalendarAt(state, at);
}

async function zoneOf(log: EventLog, calendar: string, at: number): Promise<string | null> {
  const { state } = await foldStream(log, `calendar-${calendar}`, { initial: initialCalendar, evolve: evolveCalendar });
  return versionsInForce(state).findLast(({ from }) => from <= at)?.zone ?? null;
}

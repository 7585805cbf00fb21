import { roundTheClock, type WorkingCalendar } from '#libs/calendar';
import { type Holder } from '#libs/contracts';
import { type PeopleReader, teamCalendarAt, versionsInForce, workingCalendarOf } from '#libs/dispatch';
import { type SlaSpec } from './sla-spec.js';

/** The calendar in which a clock counts, and what an event says of it (null: all hours). */
export interface SlaCalendar {
  readonly calendar: WorkingCalendar;
  readonly said: { readonly id: string; readonly version: number } | null;
}

/** Finds calendars; one that nobody has, or that does not exist, is round the clock, so that nothing waits for ever. */
export interface SlaCalendars {
  of(calendar: SlaSpec['calendar'], holder: Holder, team: string | null, at: number): Promise<SlaCalendar>;
  byId(id: string | null, at: number): Promise<SlaCalendar>;
}

export function slaCalendars(people: PeopleReader, zone: string): SlaCalendars {
  const always: SlaCalendar = { calendar: roundTheClock(zone), said: null };
  const ofTeam = async (team: string | null, at: number): Promise<string | null> =>
    team === null ? null : teamCalendarAt(await people.team(team), at);
  async function byId(id: string | null, at: number): Promise<SlaCalendar> {
    if (id === null) return always;
    const state = await people.calendar(id);
    const calendar = workingCalendarOf(state);
    return calendar ? { calendar, said: { id, version: versionsInForce(state).findLast(({ from }) => from <= at)?.version ?? 1 } } : always;
  }
  return {
    byId,
    async of(calendar, holder, team, at) {
      switch (calendar.kind) {
        case 'round-the-clock':
          return always;
        case 'named':
          return byId(calendar.id, at);
        case 'holder': {
          const own = holder.kind === 'person' ? await people.calendarIdOf(await people.rep(holder.id), at) : null;
          return byId(own ?? (await ofTeam(team, at)), at);
        }
      }
    },
  };
}

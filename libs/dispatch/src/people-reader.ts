import { type WorkingCalendar } from '#libs/calendar';
import { type EventLog, type Fold, foldStream } from '#libs/event-store';
import { type CalendarState, evolveCalendar, initialCalendar, workingCalendarOf } from './calendars/calendar.evolve.js';
import { type GroupState, teamCalendarAt } from './group.evolve.js';
import { groupFold, repFold } from './organisation-reader.js';
import { ownCalendarAt, type RepState, teamAt } from './rep-state.js';

export const calendarFold: Fold<CalendarState> = { initial: initialCalendar, evolve: evolveCalendar };

/** People, teams and calendars whole, as their streams tell them now: never older than the log. An unknown id gives the initial state. */
export interface PeopleReader {
  rep(id: string): Promise<RepState>;
  team(id: string): Promise<GroupState>;
  calendar(id: string): Promise<CalendarState>;
  /** The calendar a rep works by at an instant (milliseconds since the epoch): the own one, else that of the team; null where there is none. */
  calendarOf(rep: RepState, at: number): Promise<WorkingCalendar | null>;
}

export function peopleReader(log: EventLog): PeopleReader {
  const folded = async <S>(stream: string, fold: Fold<S>): Promise<S> => (await foldStream(log, stream, fold)).state;
  const reader: PeopleReader = {
    rep: (id) => folded(`rep-${id}`, repFold),
    team: (id) => folded(`team-${id}`, groupFold),
    calendar: (id) => folded(`calendar-${id}`, calendarFold),
    async calendarOf(rep, at) {
      const team = teamAt(rep, at);
      const id = ownCalendarAt(rep, at) ?? (team === null ? null : teamCalendarAt(await reader.team(team), at));
      return id === null ? null : workingCalendarOf(await reader.calendar(id));
    },
  };
  return reader;
}

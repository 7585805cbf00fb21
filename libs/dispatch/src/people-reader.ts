import { type WorkingCalendar } from '#libs/calendar';
import { type EventLog, type Fold, foldStream } from '#libs/event-store';
import { type CalendarState, evolveCalendar, initialCalendar, workingCalendarOf } from './calendars/calendar.evolve.js';
import { type GroupState, teamCalendarAt } from './group.evolve.js';
import { groupFold, repFold } from './organisation-reader.js';
import { sharedReads } from '#libs/platform';
import { readAccount } from './reservations/account-reader.js';
import { ownCalendarAt, type RepState, teamAt } from './rep-state.js';

export const calendarFold: Fold<CalendarState> = { initial: initialCalendar, evolve: evolveCalendar };

/** People, teams and calendars whole, as their streams tell them now: never older than the log. An unknown id gives the initial state. */
export interface PeopleReader {
  rep(id: string): Promise<RepState>;
  team(id: string): Promise<GroupState>;
  calendar(id: string): Promise<CalendarState>;
  /** The id of the calendar a rep works by at an instant (milliseconds since the epoch): the own one, else that of the team; null: none. */
  calendarIdOf(rep: RepState, at: number): Promise<string | null>;
  /** That calendar itself, ready to be asked. */
  calendarOf(rep: RepState, at: number): Promise<WorkingCalendar | null>;
}

export function peopleReader(log: EventLog): PeopleReader {
  const reader = peopleFrom(async (stream, fold) => (await foldStream(log, stream, fold)).state);
  return { ...reader, rep: async (id) => (await readAccount(log, id)).account.rep, team: sharedReads(reader.team) };
}

/** The same questions over any source of streams. */
export function peopleFrom(folded: <S>(stream: string, fold: Fold<S>) => Promise<S>): PeopleReader {
  const reader: PeopleReader = {
    rep: (id) => folded(`rep-${id}`, repFold),
    team: (id) => folded(`team-${id}`, groupFold),
    calendar: (id) => folded(`calendar-${id}`, calendarFold),
    async calendarIdOf(rep, at) {
      const own = ownCalendarAt(rep, at);
      const team = own === null ? teamAt(rep, at) : null;
      return own ?? (team === null ? null : teamCalendarAt(await reader.team(team), at));
    },
    async calendarOf(rep, at) {
      const id = await reader.calendarIdOf(rep, at);
      return id === null ? null : workingCalendarOf(await reader.calendar(id));
    },
  };
  return reader;
}

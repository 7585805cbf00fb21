import { type RecordedLedgerEvent } from '#libs/contracts';
import { type CalendarDocument, compileCalendar, composeCalendars, inForce, type WorkingCalendar } from '#libs/calendar';

export interface CalendarVersion extends CalendarDocument {
  readonly version: number;
  readonly name: string;
  readonly reason: string;
  /** Recorded time, ISO 8601. */
  readonly publishedAt: string;
  /** Where its days were taken from, for people. */
  readonly sources: readonly string[];
  /** From when it is in force, milliseconds since the epoch; −Infinity: since always. */
  readonly from: number;
}

/** A working calendar as its stream tells it: what is known of it after the last event folded. */
export interface CalendarState {
  readonly id: string;
  readonly name: string;
  /** In the order in which they were published. */
  readonly versions: readonly CalendarVersion[];
}

export const initialCalendar: CalendarState = { id: '', name: '', versions: [] };

export function evolveCalendar(state: CalendarState, event: RecordedLedgerEvent): CalendarState {
  if (event.type !== 'calendar.published') return state;
  const { calendarId, name, version, zone, weekly, exceptions, effectiveFrom, reason, sources } = event.data;
  const from = effectiveFrom === null ? -Infinity : Date.parse(effectiveFrom);
  const published = { version, name, reason, sources, from, zone, weekly, exceptions, publishedAt: event.metadata.knownAt };
  return { id: calendarId, name, versions: [...state.versions, published] };
}

export const versionsInForce = ({ versions }: CalendarState): readonly CalendarVersion[] => inForce(versions);

const compiled = new WeakMap<CalendarVersion, WorkingCalendar>();
const composed = new WeakMap<CalendarState, WorkingCalendar>();

/** The calendar with each version at its time; null where nothing was published. Compiled once a state. */
export function workingCalendarOf(state: CalendarState): WorkingCalendar | null {
  const known = composed.get(state);
  if (known) return known;
  const [first, ...others] = versionsInForce(state).map((version) => ({ from: version.from, calendar: compiledVersion(version) }));
  if (!first) return null;
  const calendar = composeCalendars([first, ...others]);
  composed.set(state, calendar);
  return calendar;
}

function compiledVersion(version: CalendarVersion): WorkingCalendar {
  let calendar = compiled.get(version);
  if (!calendar) compiled.set(version, (calendar = compileCalendar(version)));
  return calendar;
}

import { firstInstantOfDay, isDate } from '#libs/calendar';
import { type EventData } from '#libs/contracts';
import { canonicalJson } from '#libs/platform';
import { type CalendarState, type CalendarVersion } from '../calendars/calendar.evolve.js';
import { type ParsedCalendar } from './parse-calendar.js';
import { type WrittenOut } from './write-out.js';

/** A document that has been checked, with every holiday written out. */
export interface PlannedCalendar {
  readonly parsed: ParsedCalendar;
  readonly writtenOut: WrittenOut;
  readonly document: string;
  readonly documentHash: string;
}

/**
 * The next version. It is in force from when its document says; where it says nothing, the first one since always, a later one from now
 * (`at`, milliseconds since the epoch). Null where it says what the last version said.
 */
export function decidePublishCalendar(
  state: CalendarState,
  { parsed, writtenOut, document, documentHash }: PlannedCalendar,
  reason: string,
  at: number,
): EventData<'calendar.published'> | null {
  const { id, name, zone, effectiveFrom } = parsed;
  const weekly = parsed.weekly.map(({ days, hours }) => ({
    days: [...days],
    hours: hours.map(([from, to]): [string, string] => [from, to]),
  }));
  const exceptions = writtenOut.exceptions.map(({ date, name: day, hours }) => ({
    date,
    name: day ?? null,
    hours: hours.map(([from, to]): [string, string] => [from, to]),
  }));
  const last = state.versions.at(-1);
  const from = beginningOf(effectiveFrom, zone) ?? (last ? at : -Infinity);
  const same =
    last &&
    state.name === name &&
    contentOf(last) === canonicalJson({ zone, weekly, exceptions }) &&
    (effectiveFrom === null || last.from === from);
  if (same) return null;
  return {
    calendarId: id,
    version: (last?.version ?? 0) + 1,
    name,
    zone,
    weekly,
    exceptions,
    effectiveFrom: from === -Infinity ? null : new Date(from).toISOString(),
    sources: [...writtenOut.sources],
    document,
    documentHash,
    reason,
  };
}

const contentOf = ({ zone, weekly, exceptions }: CalendarVersion): string => canonicalJson({ zone, weekly, exceptions });

function beginningOf(said: string | null, zone: string): number | null {
  if (said === null) return null;
  if (said === 'always') return -Infinity;
  return Date.parse(isDate(said) ? firstInstantOfDay(said, zone) : said);
}

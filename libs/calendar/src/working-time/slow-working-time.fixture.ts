import { Temporal } from 'temporal-polyfill';
import { type CalendarDocument, weekdays } from './calendar-document.js';

/** All hours, offsets and instants that the reference is asked about are multiples of this. */
export const STEP_MS = 15 * 60_000;

/**
 * The slow reference: asks a clock on the wall at every quarter of an hour whether it shows a time within the hours. It shares nothing with the
 * engine but the document.
 */
export function slowWorkingMs(document: CalendarDocument, fromMs: number, toMs: number): number {
  let sum = 0;
  for (let at = fromMs; at < toMs; at += STEP_MS) if (slowIsOpen(document, at)) sum += STEP_MS;
  return sum;
}

export function slowIsOpen(document: CalendarDocument, ms: number): boolean {
  const clock = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(document.zone);
  const minute = clock.hour * 60 + clock.minute;
  const today = clock.toPlainDate();
  return within(document, today, minute) || within(document, today.subtract({ days: 1 }), minute + 24 * 60);
}

function within(document: CalendarDocument, date: Temporal.PlainDate, minute: number): boolean {
  const special = document.exceptions.find((exception) => exception.date === date.toString());
  const weekly = document.weekly.filter(({ days }) => days.includes(weekdays[date.dayOfWeek - 1]!)).flatMap(({ hours }) => hours);
  return (special?.hours ?? weekly).some(([from, to]) => {
    const opens = minutes(from);
    const closes = minutes(to);
    return opens <= minute && minute < (closes > opens ? closes : closes + 24 * 60);
  });
}

const minutes = (time: string): number => {
  const [hour, minute] = time.split(':').map(Number);
  return hour! * 60 + minute!;
};

/** Time of the sample: Berlin, 23 February to 17 May 2026, with Easter Monday on 6 April and the change of clocks on 29 March. */

export const FIRST_DAY = '2026-02-23';
const LAST_DAY = '2026-05-17';
const SUMMER_TIME_FROM = '2026-03-29';

const HOLIDAYS = new Set(['2026-04-03', '2026-04-06', '2026-05-01', '2026-05-14']);
const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
const OPENS = 9;
const CLOSES = 18;

/** Wall-clock time in Berlin as milliseconds since 1970. Not meant for the hour in which the clocks change. */
export const berlin = (day: string, time = '00:00'): number =>
  Date.parse(`${day}T${time}:00${day < SUMMER_TIME_FROM ? '+01:00' : '+02:00'}`);

export const iso = (ms: number): string => new Date(ms).toISOString();

/** The date in Berlin. */
const dayOf = (ms: number): string => {
  const winter = new Date(ms + HOUR).toISOString().slice(0, 10);
  return winter < SUMMER_TIME_FROM ? winter : new Date(ms + 2 * HOUR).toISOString().slice(0, 10);
};

export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);

export const END = berlin(addDays(LAST_DAY, 1));

/** 1 for the first week of the history. */
export const weekOf = (ms: number): number =>
  Math.floor((Date.parse(`${dayOf(ms)}T00:00:00Z`) - Date.parse(`${FIRST_DAY}T00:00:00Z`)) / (7 * DAY)) + 1;

const isWorkingDay = (day: string): boolean => {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !HOLIDAYS.has(day);
};

/** The same instant inside working hours, else a little after the next opening. */
export function inWorkingHours(ms: number, afterOpeningMs = 0): number {
  let day = dayOf(ms);
  if (isWorkingDay(day) && ms < berlin(day, `${CLOSES}:00`))
    return Math.max(ms, berlin(day, `0${OPENS}:00`) + (ms < berlin(day, `0${OPENS}:00`) ? afterOpeningMs : 0));
  do day = addDays(day, 1);
  while (!isWorkingDay(day));
  return berlin(day, `0${OPENS}:00`) + afterOpeningMs;
}

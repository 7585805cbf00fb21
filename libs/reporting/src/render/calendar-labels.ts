import { isDate, nextDay } from '#libs/calendar';

const DAY_MS = 86_400_000;
const utc = (day: string): Date => new Date(`${day}T00:00:00Z`);

/** ISO 8601 week: the year and number of the week that holds the Thursday of the day's week. */
function isoWeek(day: string): string {
  const date = utc(day);
  const thursday = new Date(date.getTime() + (3 - ((date.getUTCDay() + 6) % 7)) * DAY_MS);
  const year = thursday.getUTCFullYear();
  const nth = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / DAY_MS / 7) + 1;
  return `${year}-W${String(nth).padStart(2, '0')}`;
}

/** How a report names the part of the calendar that a day falls into: the same words as its SQL. */
const labelOf: Readonly<Record<string, (day: string) => string>> = {
  day: (day) => day,
  week: isoWeek,
  month: (day) => day.slice(0, 7),
  quarter: (day) => `${day.slice(0, 4)}-Q${Math.floor((Number(day.slice(5, 7)) + 2) / 3)}`,
  year: (day) => day.slice(0, 4),
};

const AT_MOST_DAYS = 4_000;

/**
 * Every part of the calendar from the first to the last that a chart must show, in order: those of the period where it is given as dates, else from
 * the first to the last that has rows. A month without rows has its place.
 */
export function calendarLabels(part: string, from: string, to: string, present: readonly string[]): string[] {
  const label = labelOf[part];
  const sorted = [...new Set(present)].sort();
  if (!label || !isDate(from) || !isDate(to)) return sorted;
  const labels = new Set<string>();
  let day = from;
  for (let n = 0; n < AT_MOST_DAYS && day <= to; n++, day = nextDay(day)) labels.add(label(day));
  return day <= to ? sorted : [...labels, ...sorted.filter((each) => !labels.has(each))].sort();
}

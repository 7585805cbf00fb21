const DAY_MS = 86_400_000;

/** Years that a period may lie in: the day after its end is a date of four digits too. */
export const years = { first: '0001', last: '9998' } as const;

/** Of a date, or of an instant as it is written. */
export const isPossibleYear = (text: string): boolean =>
  /^\d{4}-\d{2}-/.test(text) && text.slice(0, 4) >= years.first && text.slice(0, 4) <= years.last;

/** Dates are `2026-03-31`; nothing here knows a zone. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);

const lastOfMonth = (month: string): string => addDays(addMonths(`${month}-01`, 1), -1);

/** The same day of another month, or its last where it has no such day. */
export function addMonths(day: string, months: number): string {
  const at = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months;
  const first = `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}-01`;
  const days = new Date(Date.UTC(Number(first.slice(0, 4)), Number(first.slice(5, 7)), 0)).getUTCDate();
  return `${first.slice(0, 8)}${String(Math.min(Number(day.slice(8, 10)), days)).padStart(2, '0')}`;
}

/** Whether a day is the last of its month. */
export const endsMonth = (day: string): boolean => lastOfMonth(day.slice(0, 7)) === day;

const mondayOf = (week: string): string => {
  const fourth = `${week.slice(0, 4)}-01-04`;
  const monday = addDays(fourth, -((new Date(`${fourth}T00:00:00Z`).getUTCDay() + 6) % 7));
  return addDays(monday, (Number(week.slice(6)) - 1) * 7);
};

/** The last day of a day, ISO week, month, quarter or year as reports write them. */
export function endOfCalendar(unit: string, text: string): string {
  if (unit === 'day') return text;
  if (unit === 'week') return addDays(mondayOf(text), 6);
  if (unit === 'month') return lastOfMonth(text);
  if (unit === 'quarter') return lastOfMonth(`${text.slice(0, 4)}-${String(Number(text.slice(6)) * 3).padStart(2, '0')}`);
  return `${text.slice(0, 4)}-12-31`;
}

/** The week, month … of a date, as reports write it. */
export function calendarOf(unit: 'week' | 'month' | 'quarter' | 'year', day: string): string {
  if (unit === 'year') return day.slice(0, 4);
  if (unit === 'month') return day.slice(0, 7);
  if (unit === 'quarter') return `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
  const thursday = addDays(day, 3 - ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
  const week = Math.floor(daysBetween(`${thursday.slice(0, 4)}-01-01`, thursday) / 7) + 1;
  return `${thursday.slice(0, 4)}-W${String(week).padStart(2, '0')}`;
}

/** By how much two periods lie apart. */
export type Shift = { readonly days: number } | { readonly months: number };

/** The day, week, month … that lies one shift before; null where the calendar has no such one. */
export function shiftedBack(unit: string, text: string, shift: Shift): string | null {
  if ('days' in shift) {
    if (unit === 'day') return addDays(text, -shift.days);
    if (unit !== 'week' || shift.days % 7 !== 0) return null;
    return calendarOf('week', addDays(mondayOf(text), -shift.days));
  }
  const { months } = shift;
  if (unit === 'day') {
    const before = addMonths(text, -months);
    return before.slice(8) === text.slice(8) ? before : null;
  }
  if (unit === 'month') return addMonths(`${text}-01`, -months).slice(0, 7);
  if (unit === 'year') return months % 12 === 0 ? String(Number(text) - months / 12).padStart(4, '0') : null;
  if (unit !== 'quarter' || months % 3 !== 0) return null;
  const before = addMonths(`${text.slice(0, 4)}-${String(Number(text.slice(6)) * 3).padStart(2, '0')}-01`, -months);
  return `${before.slice(0, 4)}-Q${Number(before.slice(5, 7)) / 3}`;
}

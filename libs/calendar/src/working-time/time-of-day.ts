export const MINUTES_A_DAY = 1_440;

/** Minutes since midnight of `09:30`. */
const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** `09:30`; a minute of the next day as its time there, except that the end of a day is `24:00`. */
export function timeOf(minute: number): string {
  const within = minute > MINUTES_A_DAY ? minute - MINUTES_A_DAY : minute;
  return `${String(Math.floor(within / 60)).padStart(2, '0')}:${String(within % 60).padStart(2, '0')}`;
}

/** Minutes since the midnight that begins the day; an end that is not after its start is on the next day. */
export function minutesOf([from, to]: readonly [from: string, to: string]): readonly [start: number, end: number] {
  const start = minuteOf(from);
  const end = minuteOf(to);
  return [start, end > start ? end : end + MINUTES_A_DAY];
}

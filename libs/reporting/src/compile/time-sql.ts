import { type OffsetTransition } from '#libs/calendar';
import { dialect } from '../dialect/dialect.js';
import { type Entity, type TimeFact } from '../entities/entity.js';
import { type Scope } from './scope.js';

export const timestampSql = (ms: number): string => dialect.timestamp(ms);
export const dateSql = (date: string): string => dialect.date(date);

/** The local day of an instant, by the offsets that the report states: no time-zone database of the engine takes part. */
export function localDaySql(at: string, transitions: readonly OffsetTransition[]): string {
  const shift = (seconds: number): string => (seconds === 0 ? at : dialect.secondsLater(at, seconds));
  const [first, ...later] = transitions;
  if (later.length === 0) return `cast(${shift(first?.offsetSeconds ?? 0)} as date)`;
  const branches = later.map(
    (next, index) => `when ${at} < ${timestampSql(Date.parse(next.at))} then ${shift(transitions[index]!.offsetSeconds)}`,
  );
  return `cast(case ${branches.join(' ')} else ${shift(later[later.length - 1]!.offsetSeconds)} end as date)`;
}

/** SQL of a file with the days on which its instants are in the report's zone; null at the ends of time. */
export const withLocalDays = (sql: string, transitions: readonly OffsetTransition[]): string =>
  sql.replaceAll(
    /\{\{day_of (\w+)\}\}/g,
    (_, at: string) => `(case when ${dialect.isWithinTime(at)} then ${localDaySql(at, transitions)} end)`,
  );

/** The date a time counts on: its own where only a date is known, else the local day; null for a time before all time. */
export const countedDaySql = (time: Pick<TimeFact, 'at' | 'day'>, transitions: readonly OffsetTransition[]): string =>
  `coalesce(${time.day}, case when ${dialect.isWithinTime(time.at)} then ${localDaySql(time.at, transitions)} end)`;

const DAY_MS = 86_400_000;

/** From one time to another in milliseconds: exact between instants, whole days between dates, null where one is unknown. */
export function durationSql(from: TimeFact, to: TimeFact, transitions: readonly OffsetTransition[]): string {
  const days = `(${countedDaySql(to, transitions)} - ${countedDaySql(from, transitions)}) * ${DAY_MS}`;
  return `(case when ${from.precision} = 'unknown' or ${to.precision} = 'unknown' then null when ${from.day} is null and ${to.day} is null then ${dialect.epochMs(to.at)} - ${dialect.epochMs(from.at)} else ${days} end)`;
}

/** Whether `later` is not before `earlier`: by instants, or by dates where one of them is a date. */
export function notBeforeSql(later: TimeFact, earlier: TimeFact, transitions: readonly OffsetTransition[]): string {
  const dates = `${countedDaySql(later, transitions)} >= ${countedDaySql(earlier, transitions)}`;
  return `(case when (${later.day} is not null or ${earlier.day} is not null) and ${dialect.isWithinTime(later.at)} and ${dialect.isWithinTime(earlier.at)} then ${dates} else ${later.at} >= ${earlier.at} end)`;
}

/** The part of the calendar a date falls into, as text. */
export const datePartSql: Readonly<Record<string, (day: string) => string>> = Object.fromEntries(
  (['day', 'week', 'month', 'quarter', 'year'] as const).map((unit) => [unit, (day: string) => dialect.datePart(unit, day)]),
);

/** Whether a time of a row lies in the period. */
export function periodSql(
  { period, profile }: Pick<Scope, 'period' | 'profile'>,
  { spread }: Entity,
  { begins, day }: { readonly begins: string; readonly day: string },
): string {
  const instants = `${begins} >= ${timestampSql(period.fromMs)} and ${begins} < ${timestampSql(period.endMs)}`;
  if (profile.dateOnly === 0 && spread === undefined) return instants;
  return `case when ${day} is null then ${instants} else ${day} >= ${dateSql(period.fromDay)} and ${day} < ${dateSql(period.endDay)} end`;
}

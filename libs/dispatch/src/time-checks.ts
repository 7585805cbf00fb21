import { firstInstantOfDay, isDate, nextDay } from '#libs/calendar';
import { type Verdict } from './decision.js';
import { type InstantOrDay } from './people-action.js';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/;

/** A time that was told, in milliseconds since the epoch; NaN where it is none, with what to say about it. */
interface ToldTime {
  readonly ms: number;
  readonly verdict: Verdict;
}

/** Where a period begins: a day at its first instant in `zone`. */
export const beginning = (path: string, told: InstantOrDay, zone: string): ToldTime => toldTime(path, told, zone, (day) => day);

/** Where a period ends, not included: a day is part of it. */
export const ending = (path: string, told: InstantOrDay, zone: string): ToldTime => toldTime(path, told, zone, nextDay);

function toldTime(path: string, told: InstantOrDay, zone: string, first: (day: string) => string): ToldTime {
  if (isDate(told)) return { ms: Date.parse(firstInstantOfDay(first(told), zone)), verdict: null };
  const ms = INSTANT.test(told) && isDate(told.slice(0, 10)) ? Date.parse(told) : NaN;
  const message = `${path} is an instant with its offset such as 2026-04-02T09:00:00+02:00, or a day such as 2026-04-02; got “${told}”`;
  return { ms, verdict: Number.isNaN(ms) ? { code: 'TIME.MALFORMED', message, path } : null };
}

/** `2026-04-02T07:00:00.000Z` */
export const isoOf = (ms: number): string => new Date(ms).toISOString();

export const inWords = (from: number, to: number | null): string =>
  `from ${isoOf(from)} ${to === null ? 'until further notice' : `to ${isoOf(to)}`}`;

/** Null ends last for ever. */
export const overlap = (a: { from: number; to: number | null }, b: { from: number; to: number | null }): boolean =>
  a.from < (b.to ?? Infinity) && b.from < (a.to ?? Infinity);

import { type Temporal } from 'temporal-polyfill';

/** An instant in UTC with milliseconds, `2026-03-03T12:00:00.000Z`: the one spelling of instants in events and answers. */
export const instantText = (instant: Temporal.Instant): string => new Date(instant.epochMilliseconds).toISOString();

export const epochMs = (instant: string): number => {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms)) throw new RangeError(`${JSON.stringify(instant)} is no instant`);
  return ms;
};

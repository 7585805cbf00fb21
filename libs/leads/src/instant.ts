import { isDate, isZone } from '#libs/calendar';
import { type OccurredAt } from '#libs/contracts';

const ISO = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** Of instants within the years 0000 to 9999. */
const CANONICAL_LENGTH = '2026-03-03T12:00:00.000Z'.length;

/** The canonical spelling (UTC, milliseconds) of an ISO 8601 instant with its offset; null where the text is none or names no real date. */
export function instantOf(text: string): string | null {
  if (text.length === CANONICAL_LENGTH && isCanonical(text)) return text;
  const parts = ISO.exec(text);
  if (!parts || !isDate(parts[1]!)) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

export const isoInstant = (ms: number): string => new Date(ms).toISOString();

/** An instant as `Date` spells it, of a day that every month has. */
const CERTAIN = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/** The round trip tells real dates from those that `Date` moves into the next month. Both clocks of a fact, and facts of one row, often say the same. */
const isCanonical = (text: string): boolean => {
  if (text === lastCanonical || CERTAIN.test(text)) return true;
  const ms = Date.parse(text);
  if (Number.isNaN(ms) || isoInstant(ms) !== text) return false;
  lastCanonical = text;
  return true;
};
let lastCanonical = '';

/** What is wrong with an effective time that someone sent; null where it is one. */
export function occurredAtFault(occurredAt: OccurredAt): string | null {
  switch (occurredAt.precision) {
    case 'instant':
      return isCanonical(occurredAt.value) ? null : 'must be a real instant in UTC with milliseconds, like 2026-03-03T12:00:00.000Z';
    case 'day':
      if (!isDate(occurredAt.value)) return 'must be a real date like 2026-03-03';
      return isZone(occurredAt.zone)
        ? null
        : `names the time zone ${occurredAt.zone}, which does not exist; use an IANA name like Europe/Berlin`;
    case 'unknown':
      return null;
  }
}

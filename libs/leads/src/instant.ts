import { type OccurredAt } from '#libs/contracts';

const ISO = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

const isDate = (year: number, month: number, day: number): boolean => {
  const date = new Date(Date.UTC(year, month - 1, day));
  date.setUTCFullYear(year);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
};

/** The canonical spelling (UTC, milliseconds) of an ISO 8601 instant with its offset; null where the text is none or names no real date. */
export function instantOf(text: string): string | null {
  const parts = ISO.exec(text);
  if (!parts || !isDate(Number(parts[1]), Number(parts[2]), Number(parts[3]))) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

export const isoInstant = (ms: number): string => new Date(ms).toISOString();

const zones = new Map<string, boolean>();
function isZone(zone: string): boolean {
  let known = zones.get(zone);
  if (known === undefined) {
    try {
      new Intl.DateTimeFormat('en', { timeZone: zone });
      known = true;
    } catch {
      known = false;
    }
    zones.set(zone, known);
  }
  return known;
}

/** What is wrong with an effective time that someone sent; null where it is one. */
export function occurredAtFault(occurredAt: OccurredAt): string | null {
  switch (occurredAt.precision) {
    case 'instant':
      return instantOf(occurredAt.value) === occurredAt.value
        ? null
        : 'must be a real instant in UTC with milliseconds, like 2026-03-03T12:00:00.000Z';
    case 'day': {
      const [year, month, day] = occurredAt.value.split('-').map(Number);
      if (!/^\d{4}-\d{2}-\d{2}$/.test(occurredAt.value) || !isDate(year!, month!, day!)) return 'must be a real date like 2026-03-03';
      return isZone(occurredAt.zone)
        ? null
        : `names the time zone ${occurredAt.zone}, which does not exist; use an IANA name like Europe/Berlin`;
    }
    case 'unknown':
      return null;
  }
}

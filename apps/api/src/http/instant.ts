import { isDate } from '#libs/calendar';

const INSTANT = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/;

/** `2026-03-03T12:00:00.000Z` of an ISO 8601 instant with an offset; null of anything else, impossible dates included. */
export function instantOf(text: unknown): string | null {
  const date = typeof text === 'string' ? INSTANT.exec(text)?.[1] : undefined;
  if (typeof text !== 'string' || date === undefined || !isDate(date)) return null;
  const instant = new Date(text);
  return Number.isNaN(instant.getTime()) ? null : instant.toISOString();
}

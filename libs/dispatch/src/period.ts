import { firstInstantOfDay, isDate, nextDay } from '#libs/calendar';
import { type Violation } from '#libs/platform';

/** Milliseconds since the epoch, from inclusive, to exclusive. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

/**
 * A period as people say it: dates are whole days in the zone, both included; ISO instants are half-open. Null with every violation noted:
 * `TIME.MALFORMED`, `PERIOD.EMPTY`.
 */
export function periodOf(said: { readonly from: string; readonly to: string }, zone: string, violations: Violation[]): Period | null {
  const from = boundOf('from', said.from, zone, violations);
  const to = boundOf('to', said.to, zone, violations);
  if (from === null || to === null) return null;
  if (from < to) return { from, to };
  violations.push({ code: 'PERIOD.EMPTY', message: 'The period ends before it begins', path: 'to' });
  return null;
}

/** A date is its first instant, as an end that of the next day. */
function boundOf(path: 'from' | 'to', said: string, zone: string, violations: Violation[]): number | null {
  if (isDate(said)) return Date.parse(firstInstantOfDay(path === 'from' ? said : nextDay(said), zone));
  const at = /T.*(Z|[+-]\d{2}:\d{2})$/.test(said) ? Date.parse(said) : NaN;
  if (!Number.isNaN(at)) return at;
  violations.push({ code: 'TIME.MALFORMED', message: `${path} is a date such as 2026-03-01, or an ISO 8601 instant; got “${said}”`, path });
  return null;
}

import { Temporal } from 'temporal-polyfill';
import { invalid } from '#libs/platform';

const known = new Set<string>();

/** True for an IANA time zone that this runtime knows. */
export function isZone(zone: string): boolean {
  if (known.has(zone)) return true;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    known.add(zone);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Throws `ProblemError` 422 `TIME.UNKNOWN_ZONE`. */
export function assertZone(zone: string): void {
  if (!isZone(zone))
    throw invalid({ code: 'TIME.UNKNOWN_ZONE', message: `"${zone}" is no time zone: use an IANA name such as Europe/Berlin or UTC` });
}

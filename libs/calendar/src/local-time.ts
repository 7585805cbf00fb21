import { Temporal } from 'temporal-polyfill';
import { type Violation } from '#libs/platform';
import { instantText } from './instant.js';
import { isZone } from './zone.js';
import { plainInstantMs } from './zone-offsets.js';

/** What to do with a wall-clock time that a zone shows twice (clocks go back) or never (clocks go forward). */
export type Disambiguation = 'reject' | 'earlier' | 'later';

export type LocalTimeResult =
  | { readonly kind: 'instant'; readonly instant: string; readonly shift: 'none' | 'ambiguous' | 'skipped' }
  | { readonly kind: 'refused'; readonly violation: Violation };

const LOCAL = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?$/;

/**
 * The instant that wall clocks in `zone` showed as `text` (`2026-03-29T02:30`, seconds and fractions optional, no offset).
 *
 * A time shown twice: `earlier` is its first showing, `later` the second. A time never shown: `earlier` and `later` take the offset after and
 * before the gap, so that `earlier` lies before the gap and `later` behind it (as Temporal does). `reject` refuses both:
 * `TIME.AMBIGUOUS_LOCAL`, `TIME.SKIPPED_LOCAL`. Other refusals: `TIME.IMPOSSIBLE_LOCAL`, `TIME.UNKNOWN_ZONE`. Never throws, because an import
 * asks once a row.
 */
export function localToInstant(text: string, zone: string, disambiguation: Disambiguation): LocalTimeResult {
  if (!isZone(zone)) return refused('TIME.UNKNOWN_ZONE', `"${zone}" is no time zone: use an IANA name such as Europe/Berlin or UTC`);
  const local = parseLocal(text);
  if (!local) return refused('TIME.IMPOSSIBLE_LOCAL', `"${text}" is no date and time: write an existing one as 2026-03-31T14:30`);
  const plain = plainInstantMs(
    zone,
    Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second, local.millisecond),
  );
  if (plain !== null) return { kind: 'instant', instant: new Date(plain).toISOString(), shift: 'none' };
  const earlier = local.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const later = local.toZonedDateTime(zone, { disambiguation: 'later' });
  const instant = instantText((disambiguation === 'later' ? later : earlier).toInstant());
  if (earlier.epochNanoseconds === later.epochNanoseconds) return { kind: 'instant', instant, shift: 'none' };
  const skipped = !earlier.toPlainDateTime().equals(local);
  if (disambiguation !== 'reject') return { kind: 'instant', instant, shift: skipped ? 'skipped' : 'ambiguous' };
  return skipped
    ? refused('TIME.SKIPPED_LOCAL', `In ${zone} no clock showed ${text} (clocks went forward): say "earlier" or "later", or correct it`)
    : refused(
        'TIME.AMBIGUOUS_LOCAL',
        `In ${zone} clocks showed ${text} twice (they went back): say "earlier" or "later", or give the offset`,
      );
}

function parseLocal(text: string): Temporal.PlainDateTime | null {
  if (!LOCAL.test(text)) return null;
  try {
    return Temporal.PlainDateTime.from(text.replace(' ', 'T').replace(',', '.'));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const refused = (code: string, message: string): LocalTimeResult => ({ kind: 'refused', violation: { code, message } });

import { type WorkingCalendar } from '#libs/calendar';
import { availabilityOf, type AvailabilityReason, availableFrom } from '../availability/availability-of.js';
import { coverFrom } from '../availability/cover-at.js';
import { absenceAt, type Capacity, capacityAt, type RepState, teamAt } from '../rep-state.js';
import { isoOf } from '../time-checks.js';
import { type KnownPeople } from './known-people.js';

/** Whether a rep can be given work at an instant, why, and until when; instants are ISO 8601. */
export interface RepAvailability {
  readonly rep: string;
  readonly name: string;
  readonly team: string | null;
  readonly available: boolean;
  readonly because: AvailabilityReason;
  readonly until: string | null;
  /** From when the rep can be given work; null where that is not known. */
  readonly availableFrom: string | null;
  readonly absence: { readonly absenceId: string; readonly kind: string; readonly from: string; readonly to: string | null } | null;
  /** The cover named for the absence. */
  readonly cover: string | null;
  /** Who handles what falls due: the cover, or the cover's cover; null where nobody does. */
  readonly coveredBy: string | null;
  /** The last day at work, where leave has been announced. */
  readonly lastDay: string | null;
  readonly calendar: string | null;
  readonly capacity: Capacity;
}

/** `at` in milliseconds since the epoch, past or future. */
export async function repAvailability(people: KnownPeople, id: string, rep: RepState, at: number): Promise<RepAvailability> {
  const calendarId = await people.calendarIdOf(rep, at);
  const calendar: WorkingCalendar | null = await people.calendarOf(rep, at);
  const { available, because, until, cover, lastDay } = availabilityOf(rep, at, calendar);
  const absence = absenceAt(rep, at);
  const from = availableFrom(rep, at, calendar);
  return {
    rep: id,
    name: rep.name,
    team: teamAt(rep, at),
    available,
    because,
    until: isoOrNull(until),
    availableFrom: isoOrNull(from),
    absence: absence && { absenceId: absence.absenceId, kind: absence.kind, from: isoOf(absence.from), to: isoOrNull(absence.to) },
    cover,
    coveredBy: cover === null ? null : await coverFrom(id, at, people.rep),
    lastDay,
    calendar: calendarId,
    capacity: { holdingCap: capacityAt(rep, at).holdingCap, intakeCap: capacityAt(rep, at).intakeCap },
  };
}

const isoOrNull = (ms: number | null): string | null => (ms === null ? null : isoOf(ms));

import { isOpenAt, nextClosing, nextOpening, type WorkingCalendar } from '#libs/calendar';
import { absenceAt, isEmployed, onCallAt, type RepState } from '../rep-state.js';

/**
 * `no-calendar`: neither the rep nor the team has one, so every hour is as good as another. `leave-announced`: the last day is over, the rep has
 * not been deactivated yet.
 */
export type AvailabilityReason =
  'working' | 'no-calendar' | 'on-call' | 'absent' | 'outside-working-time' | 'leave-announced' | 'not-joined' | 'deactivated';

/** Whether a rep could be given work at an instant, and why. Times are milliseconds since the epoch. */
export interface Availability {
  readonly available: boolean;
  readonly because: AvailabilityReason;
  /** Until when this reason holds; null where no end is known. */
  readonly until: number | null;
  /** The one named to handle what falls due during the absence; whether that one is there is `coverAt`'s question. */
  readonly cover: string | null;
  readonly absenceId: string | null;
  /** The last day at work, where leave has been announced. */
  readonly lastDay: string | null;
}

/** `calendar` is the one in force for the rep at that instant (own, else the team's); null where there is none. */
export function availabilityOf(rep: RepState, at: number, calendar: WorkingCalendar | null): Availability {
  const said = { until: null, cover: null, absenceId: null, lastDay: rep.leave?.lastDay ?? null };
  if (!isEmployed(rep, at)) {
    const next = rep.employments.find(({ from }) => from > at);
    const was = rep.employments.some(({ from }) => from <= at);
    return { ...said, available: false, because: was ? 'deactivated' : 'not-joined', until: next?.from ?? null };
  }
  if (rep.leave !== null && at >= rep.leave.endsAt) return { ...said, available: false, because: 'leave-announced' };
  const absence = absenceAt(rep, at);
  if (absence) {
    const { absenceId, cover } = absence;
    return { ...said, available: false, because: 'absent', until: endOfAbsence(rep, at), absenceId, cover };
  }
  const shift = onCallAt(rep, at);
  const open = calendar === null || isOpenAt(calendar, at);
  if (open) {
    const closing = calendar === null ? null : nextClosing(calendar, at);
    return {
      ...said,
      available: true,
      because: calendar ? 'working' : 'no-calendar',
      until: firstOf(closing, nextAbsence(rep, at), leaves(rep)),
    };
  }
  if (shift) return { ...said, available: true, because: 'on-call', until: firstOf(shift.to, nextAbsence(rep, at), leaves(rep)) };
  return { ...said, available: false, because: 'outside-working-time', until: nextOpening(calendar, at) };
}

/** The first instant from `at` on at which the rep can be given work; null where none is known. */
export function availableFrom(rep: RepState, at: number, calendar: WorkingCalendar | null): number | null {
  let candidate = at;
  for (let step = 0; step < MAX_STEPS; step++) {
    const now = availabilityOf(rep, candidate, calendar);
    if (now.available) return candidate;
    const until = now.because === 'outside-working-time' ? firstOf(now.until, nextShift(rep, candidate)) : now.until;
    if (until === null || until <= candidate) return null;
    candidate = until;
  }
  return null;
}

/** Each step passes one absence or one night; who is away for so many of them has no foreseeable return. */
const MAX_STEPS = 10_000;

/** Absences that follow one another without a gap end together. */
function endOfAbsence(rep: RepState, at: number): number | null {
  let end: number | null = at;
  for (let next = absenceAt(rep, end); next; next = absenceAt(rep, end)) {
    if (next.to === null) return null;
    end = next.to;
  }
  return end;
}

const nextAbsence = (rep: RepState, at: number): number | null =>
  firstOf(...rep.absences.filter(({ cancelled, from }) => !cancelled && from > at).map(({ from }) => from));

const nextShift = (rep: RepState, at: number): number | null =>
  firstOf(...rep.onCall.filter(({ from }) => from > at).map(({ from }) => from));

const leaves = (rep: RepState): number | null => rep.leave?.endsAt ?? null;

function firstOf(...instants: readonly (number | null)[]): number | null {
  const known = instants.filter((instant) => instant !== null);
  return known.length === 0 ? null : Math.min(...known);
}

import { type DecideContext, type Verdict } from '../decision.js';
import { type Absence, holdsAt, type RepState } from '../rep-state.js';
import { inWords, isoOf, overlap } from '../time-checks.js';

/** An absence as it would be; times in milliseconds since the epoch. */
export type PlannedAbsence = Omit<Absence, 'cancelled'>;

/** What is wrong with an absence, all of it. Where its times make no sense, nothing is said of what depends on them. */
export function absenceVerdicts(state: RepState, rep: string, planned: PlannedAbsence, context: DecideContext): readonly Verdict[] {
  const sane = planned.to === null || planned.from < planned.to;
  return [
    planned.kind.trim() !== '' && planned.kind.length <= 64
      ? null
      : {
          code: 'ABSENCE.KIND',
          message: 'Say what kind of absence it is, such as holiday, sick or training, in 1 to 64 characters',
          path: 'kind',
        },
    (planned.note?.length ?? 0) <= 1_000 ? null : { code: 'ABSENCE.NOTE', message: 'A note has at most 1000 characters', path: 'note' },
    sane
      ? null
      : {
          code: 'ABSENCE.ENDS_BEFORE_START',
          message: `It would end ${isoOf(planned.to!)}, not after its start ${isoOf(planned.from)}: give a later end, or none where it is not known yet`,
          path: 'to',
        },
    sane ? overlapping(state, planned) : null,
    sane ? coverVerdict(rep, planned, context) : null,
  ];
}

function overlapping(state: RepState, planned: PlannedAbsence): Verdict {
  const other = state.absences.find(
    (absence) => !absence.cancelled && absence.absenceId !== planned.absenceId && overlap(absence, planned),
  );
  if (!other) return null;
  const message = `There is an absence ${inWords(other.from, other.to)} already (${other.kind}, ${other.absenceId}): change or cancel that one first`;
  return { code: 'ABSENCE.OVERLAPS', message, path: 'from', detail: { absenceId: other.absenceId } };
}

function coverVerdict(rep: string, { cover, from, to }: PlannedAbsence, { named }: DecideContext): Verdict {
  if (cover === null) return null;
  const wrong = (code: string, message: string): Verdict => ({ code: `COVER.${code}`, message, path: 'cover' });
  if (cover === rep) return wrong('SELF', `${rep} cannot cover for ${rep}: name somebody else, or nobody`);
  if (named.status === 'none') return wrong('NOT_FOUND', `There is no rep ${cover}: name somebody who works here, or nobody`);
  if (named.status === 'inactive') return wrong('INACTIVE', `${cover} does not work here any more: name somebody else, or nobody`);
  if (named.leave && named.leave.endsAt < (to ?? Infinity))
    return wrong(
      'LEAVES',
      `${cover} leaves on ${named.leave.lastDay}, before the absence is over: name somebody else, or split the absence`,
    );
  const away = named.absences.find((absence) => !absence.cancelled && overlap(absence, { from, to }));
  if (!away) return null;
  return wrong('ABSENT', `${cover} is away ${inWords(away.from, away.to)}: name somebody else, or split the absence there`);
}

/** The absence that an action names, or why it cannot be changed. */
export function absenceToChange(state: RepState, rep: string, absenceId: string): { absence: Absence | null; verdict: Verdict } {
  const absence = state.absences.find((each) => each.absenceId === absenceId) ?? null;
  if (!absence) return { absence, verdict: { code: 'ABSENCE.NOT_FOUND', message: `${rep} has no absence ${absenceId}` } };
  if (!absence.cancelled) return { absence, verdict: null };
  return { absence, verdict: { code: 'ABSENCE.CANCELLED', message: `${absenceId} was cancelled: announce a new absence` } };
}

export const absenceData = ({ absenceId, kind, from, to, cover, note }: PlannedAbsence) => ({
  absenceId,
  kind,
  from: isoOf(from),
  to: to === null ? null : isoOf(to),
  cover,
  note,
});

export const isOver = (absence: Absence, at: number): boolean => absence.from < at && !holdsAt(absence, at);

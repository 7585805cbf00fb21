import { type OccurredAt } from '#libs/contracts';
import { type Enforcement, type Verdict } from './decision.js';
import { effectiveStart } from '#libs/calendar';
import { instantOf, isoInstant, occurredAtFault } from './instant.js';
import { type CommandEnvelope } from './command-envelope.js';
import { type LeadAction } from './lead-action.js';
import { type LeadState } from './lead-state.js';

/** How far a clock may be ahead of ours, and how late a command may be without being back-dated. */
const SKEW_MS = 30_000;

/** What may be told afterwards. An automation may date what it does at the time it was due. */
const BACK_DATABLE: ReadonlySet<LeadAction['do']> = new Set(['capture-inquiry', 'record-follow-up', 'correct-ownership']);

export interface LeadTime {
  readonly occurredAt: OccurredAt;
  readonly start: number;
  readonly verdicts: readonly Verdict[];
}

/**
 * Places a command on the effective clock of its lead. A command that may not be back-dated never takes effect before the latest ownership
 * event, whatever the clocks of two senders say: of two claims the second to be accepted meets the first.
 */
export function timeOf(state: LeadState, action: LeadAction, envelope: CommandEnvelope, now: number, enforcement: Enforcement): LeadTime {
  const said = envelope.occurredAt;
  const fault = said ? occurredAtFault(said) : null;
  const late = BACK_DATABLE.has(action.do) || envelope.actor.kind === 'automation' || enforcement === 'record-only';
  const asSaid = said && !fault ? said : instant(now);
  const start = effectiveStart(asSaid, state.lastStart);
  const verdicts = [
    fault ? { code: 'OCCURRED_AT.MALFORMED', message: `occurredAt ${fault}`, path: 'occurredAt' } : null,
    inFuture(start, now),
    late || fault ? null : backDated(asSaid, start, now),
    enforcement === 'block' && late ? unknownTime(asSaid) : null,
    clockAhead(envelope.issuedAt, now),
  ];
  const floor = late ? -Infinity : (state.ownership.at(-1)?.start ?? -Infinity);
  return start < floor ? { occurredAt: instant(floor), start: floor, verdicts } : { occurredAt: asSaid, start, verdicts };
}

const instant = (ms: number): OccurredAt => ({ precision: 'instant', value: isoInstant(ms) });

const inFuture = (start: number, now: number): Verdict =>
  start > now + SKEW_MS
    ? {
        code: 'OCCURRED_AT.IN_FUTURE',
        message: `occurredAt lies in the future of ${isoInstant(now)}; say when it happened`,
        path: 'occurredAt',
      }
    : null;

const backDated = (occurredAt: OccurredAt, start: number, now: number): Verdict =>
  occurredAt.precision === 'unknown' || start < now - SKEW_MS
    ? {
        code: 'OCCURRED_AT.BACK_DATED',
        message: 'Only inquiries, follow-ups, ownership corrections and imports may be back-dated; leave occurredAt out',
        path: 'occurredAt',
      }
    : null;

const unknownTime = (occurredAt: OccurredAt): Verdict =>
  occurredAt.precision === 'unknown'
    ? { code: 'OCCURRED_AT.UNKNOWN', message: 'Only history may not know its time; say an instant or a date', path: 'occurredAt' }
    : null;

function clockAhead(issuedAt: string | undefined, now: number): Verdict {
  if (issuedAt === undefined) return null;
  const issued = instantOf(issuedAt);
  if (issued === null)
    return { code: 'INSTANT.MALFORMED', message: 'issuedAt must be an ISO 8601 instant with an offset', path: 'issuedAt' };
  return Date.parse(issued) > now + SKEW_MS
    ? {
        code: 'COMMAND.CLOCK_AHEAD',
        message: `The sender's clock is ahead of the server's, which reads ${isoInstant(now)}; set it right`,
        path: 'issuedAt',
      }
    : null;
}

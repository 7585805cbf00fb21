import { ProblemError } from '#libs/platform';
import { type RawEvent } from './raw-event.js';

const nameOf = ({ type, stream, revision }: RawEvent): string => `${type} of ${stream}, revision ${revision}`;
const conflict = (code: string, message: string, cause?: unknown): ProblemError =>
  new ProblemError(409, [{ code: `EVENT_STORE.${code}`, message }], { cause });

export const sameLog = (): ProblemError =>
  new ProblemError(422, [{ code: 'EVENT_STORE.SAME_LOG', message: 'Source and target are the same log: name another server to move to' }]);

/** What the target holds at this place is not what the source holds there: it is no beginning of a copy. */
export const targetDiffers = (position: number, original: RawEvent | null, present: RawEvent): ProblemError =>
  conflict(
    'TARGET_DIFFERS',
    `At position ${position} the target holds ${nameOf(present)}, the source ${original ? nameOf(original) : 'nothing'}: ` +
      'it was written to by somebody else, so copy to an empty server or under a prefix that nobody has used there',
  );

export const noPlaceFor = (event: RawEvent, why: string, cause?: unknown): ProblemError =>
  conflict(
    'NO_PLACE_IN_TARGET',
    `The target does not take ${nameOf(event)} at its revision (${why}). Either somebody else writes there, or the source lacks what came before ` +
      'it in the stream (a scavenge took it); in both cases begin with an empty target and a whole source',
    cause,
  );

/** The target did not take one append and took a later one. */
export const orderLost = (cause: Error): ProblemError =>
  conflict(
    'ORDER_LOST',
    `The target gave up one append and took a later one, so the order of the log cannot be kept there (${cause.message}). Nothing is lost: copy again, to an ` +
      'empty server or under a prefix that nobody has used there',
    cause,
  );

export const tooLargeFor = (event: RawEvent, cause: unknown): ProblemError =>
  new ProblemError(
    422,
    [
      {
        code: 'EVENT_STORE.APPEND_TOO_LARGE',
        message: `The target does not take an event as large as ${nameOf(event)}: raise its limit (MaxAppendSize) and run the same again`,
      },
    ],
    { cause },
  );

export const sourceWentOn = (events: number): ProblemError =>
  conflict(
    'SOURCE_WENT_ON',
    `The source was written to while it was copied (more than ${events} events now): stop LeadLedger, not the source's server, and run the same again`,
  );

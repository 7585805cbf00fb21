import { ErrorType } from '@eventstore/db-client';
import { ProblemError, unavailable } from '#libs/platform';

/** gRPC statuses that say "not now": CANCELLED, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED on the way, ABORTED, UNAVAILABLE. */
const PASSING_CODES = new Set([1, 4, 10, 14]);
const PASSING_TYPES = new Set<unknown>([
  ErrorType.UNAVAILABLE,
  ErrorType.CANCELLED,
  ErrorType.TIMEOUT,
  ErrorType.DEADLINE_EXCEEDED,
  ErrorType.NOT_LEADER,
]);
const PASSING_MESSAGES =
  /Server Is (?:Not Ready|Busy)|Failed to discover|ECONNREFUSED|ECONNRESET|Call cancelled|Connection dropped|Session closed/;

/**
 * What the client throws, as the caller should see it: 503 `EVENT_STORE.UNAVAILABLE` where the same call may succeed later (503
 * `EVENT_STORE.DISK_FULL` once it has room again), 422 for an append that
 * is too large, 503 `EVENT_STORE.ACCESS_DENIED` for wrong credentials. Anything else comes back as it is: a defect.
 */
export function storeProblem(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof ProblemError) return error;
  const { type, code } = error as { type?: unknown; code?: unknown };
  if (type === ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED) {
    const message = 'One command made more events than the event store takes in one append: split it into smaller commands';
    return new ProblemError(422, [{ code: 'EVENT_STORE.APPEND_TOO_LARGE', message }], { cause: error });
  }
  if (type === ErrorType.ACCESS_DENIED) {
    const message = 'The event store refuses our user or password: correct the connection string and start again';
    return unavailable('EVENT_STORE.ACCESS_DENIED', message, error);
  }
  if (type === ErrorType.STREAM_DELETED) {
    return new ProblemError(
      410,
      [{ code: 'EVENT_STORE.STREAM_DELETED', message: `${error.message}: it was deleted for ever in the event store` }],
      { cause: error },
    );
  }
  if (/read-only transaction|No space left on device|disk .*full/i.test(error.message)) {
    const message =
      'The disk of the event store is full: free some space and send the same again (same command id); nothing that was acknowledged is lost';
    return unavailable('EVENT_STORE.DISK_FULL', message, error);
  }
  const isPassing = PASSING_TYPES.has(type) || PASSING_CODES.has(code as number) || PASSING_MESSAGES.test(error.message);
  return isPassing ? storeUnavailable(error) : error;
}

export const storeUnavailable = (cause?: unknown): ProblemError =>
  unavailable(
    'EVENT_STORE.UNAVAILABLE',
    'The event store does not answer: check that it runs and that LEADLEDGER_EVENT_STORE_URL names it, then send the same again (same command id)',
    cause,
  );

import { status } from '@grpc/grpc-js';
import { type ExpectedRevision } from '../log/log-record.js';
import { NotWrittenError, OutcomeUnknownError, type WriteOutcome } from '../log/write-operation.js';
import { CallError } from './call-errors.js';
import { WireMessage } from './wire.js';

const PACKAGE = 'type.googleapis.com/event_store.client.';

/** Any answer must name its append and stream and pack the details of an error, else the official client breaks for good (protocol 2.4). */
interface Addressee {
  /** As the client sent it. */
  readonly correlationId: Uint8Array;
  readonly stream: string;
}

export function batchSuccess(to: Addressee, { revision, position }: Extract<WriteOutcome, { kind: 'written' }>): Buffer {
  const success = new WireMessage();
  if (revision < 0) success.empty(2);
  else success.uint(1, revision);
  if (position === null) success.empty(4);
  else success.message(3, new WireMessage().uint(1, position).uint(2, position));
  return response(to, 3, success);
}

export function batchWrongVersion(to: Addressee, actual: number, expected: ExpectedRevision): Buffer {
  const details = new WireMessage();
  if (actual < 0) details.empty(2);
  else details.uint(1, actual);
  if (typeof expected === 'number') details.uint(3, expected);
  else details.empty({ any: 4, 'stream-exists': 5, 'no-stream': 6 }[expected]);
  return batchError(to, status.ALREADY_EXISTS, 'WrongExpectedVersion', 'WrongExpectedVersion', details);
}

export const batchDeleted = (to: Addressee): Buffer =>
  batchError(to, status.NOT_FOUND, 'StreamDeleted', 'StreamDeleted', new WireMessage().message(1, new WireMessage().text(3, to.stream)));

export const batchTimeout = (to: Addressee, message = 'Timeout'): Buffer =>
  batchError(to, status.DEADLINE_EXCEEDED, message, 'Timeout', new WireMessage());

/** Whatever else can go wrong with one append; the stream and the other appends go on. */
export function batchFailure(to: Addressee, error: unknown): Buffer {
  if (error instanceof NotWrittenError) {
    const details = new WireMessage().text(1, 'type.googleapis.com/google.protobuf.Empty');
    return response(
      to,
      2,
      new WireMessage().uint(1, status.UNAVAILABLE).text(2, `Server Is Not Ready: ${error.message}`).message(3, details),
    );
  }
  if (error instanceof OutcomeUnknownError) return batchTimeout(to, error.message);
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof CallError && error.code === status.INVALID_ARGUMENT) {
    const limit = error.trailers['maximum-append-size'];
    return limit === undefined
      ? batchError(to, status.INVALID_ARGUMENT, message, 'BadRequest', new WireMessage().text(1, message))
      : batchError(to, status.INVALID_ARGUMENT, message, 'MaximumAppendSizeExceeded', new WireMessage().uint(1, Number(limit)));
  }
  return batchError(to, status.UNKNOWN, message, 'Unknown', new WireMessage());
}

function batchError(to: Addressee, code: status, message: string, type: string, details: WireMessage): Buffer {
  const any = new WireMessage().text(1, `${PACKAGE}${type}`).message(2, details);
  return response(to, 2, new WireMessage().uint(1, code).text(2, message).message(3, any));
}

const response = ({ correlationId, stream }: Addressee, field: number, result: WireMessage): Buffer =>
  new WireMessage().bytes(1, correlationId).message(field, result).message(4, new WireMessage().text(3, stream)).toBuffer();

import { Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { ProblemError } from '#libs/platform';
import { type ExpectedRevision } from '../log/log-record.js';
import { NotWrittenError, OutcomeUnknownError } from '../log/write-operation.js';

/** A gRPC status with the trailers by which clients recognise it (protocol 3.6). */
export class CallError extends Error {
  constructor(
    readonly code: status,
    message: string,
    readonly trailers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  toStatus(): Partial<ServiceError> {
    const metadata = new Metadata();
    for (const [key, value] of Object.entries(this.trailers)) metadata.set(key, printable(value));
    return { code: this.code, details: this.message, metadata };
  }
}

/** Trailer values must be printable ASCII, so other names are percent-encoded; the official client shows them so. */
const printable = (value: string): string => (/^[\x20-\x7e]*$/.test(value) ? value : encodeURIComponent(value));

export const badRequest = (message: string): CallError => new CallError(status.INVALID_ARGUMENT, message);

export const streamDeleted = (stream: string): CallError =>
  new CallError(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, { exception: 'stream-deleted', 'stream-name': stream });

export function deleteRefused(stream: string, expected: ExpectedRevision, actual: number): CallError {
  const number = expectedNumber(expected);
  return new CallError(
    status.FAILED_PRECONDITION,
    `Delete failed due to WrongExpectedVersion. Stream: ${stream}, Expected version: ${number}, Actual version: ${actual}`,
    { exception: 'wrong-expected-version', 'stream-name': stream, 'expected-version': String(number), 'actual-version': String(actual) },
  );
}

export const appendTooLarge = (limit: number): CallError =>
  new CallError(status.INVALID_ARGUMENT, `Maximum Append Size of ${limit} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(limit),
  });

export const metadataMissing = (): CallError =>
  new CallError(status.INVALID_ARGUMENT, 'Required Metadata Property: type, content-type missing', {
    exception: 'missing-required-metadata-property',
    'required-metadata-properties': 'type,content-type',
  });

export const stopping = (): CallError => new CallError(status.UNAVAILABLE, 'The event store is stopping');

/** What goes wrong below the protocol, as a status. Unknown errors are defects and say so. */
export function toCallError(error: unknown): CallError {
  if (error instanceof CallError) return error;
  if (error instanceof NotWrittenError) return new CallError(status.UNAVAILABLE, error.message);
  if (error instanceof OutcomeUnknownError) return new CallError(status.ABORTED, `Operation timed out: ${error.message}`);
  if (error instanceof ProblemError && error.status === 503) return new CallError(status.UNAVAILABLE, error.message);
  return new CallError(status.UNKNOWN, error instanceof Error ? error.message : String(error));
}

const expectedNumber = (expected: ExpectedRevision): number =>
  expected === 'no-stream' ? -1 : expected === 'any' ? -2 : expected === 'stream-exists' ? -4 : expected;

import { type sendUnaryData, type ServerReadableStream } from '@grpc/grpc-js';
import { type AppendReq } from '@eventstore/db-client/generated/streams_pb.js';
import { type ExpectedRevision } from '../log/log-record.js';
import { type WriteOutcome } from '../log/write-operation.js';
import { type Store } from '../store.js';
import { AppendIntake } from './append-intake.js';
import { parseExpected, parseStreamName, proposedFields } from './append-request.js';
import { badRequest, streamDeleted, toCallError } from './call-errors.js';
import { WireMessage } from './wire.js';

interface Target {
  readonly stream: string;
  readonly expected: ExpectedRevision;
}

/** `Streams.Append`: options, then one message an event, then half-close. A wrong revision is an answer, not a gRPC error. */
export function appendHandler(store: Store) {
  return (call: ServerReadableStream<AppendReq, Buffer>, callback: sendUnaryData<Buffer>): void => {
    const intake = new AppendIntake(store.limits.maxAppendBytes);
    let target: Target | null = null;
    call.on('data', (request: AppendReq) => {
      const options = request.getOptions();
      const message = request.getProposedMessage();
      if (message) return intake.add(proposedFields(message));
      try {
        if (!options) throw badRequest('The message holds neither options nor an event');
        const stream = parseStreamName(options.getStreamIdentifier()?.getStreamName_asU8());
        target = { stream, expected: parseExpected(options, options.hasRevision() ? options.getRevision() : null) };
      } catch (error) {
        intake.refuse(error);
      }
    });
    call.on('end', () => {
      finish(store, target, intake).then(
        (response) => callback(null, response),
        (error: unknown) => callback(toCallError(error).toStatus()),
      );
    });
    // A client that goes away before half-close has appended nothing.
    call.on('error', () => undefined);
  };
}

async function finish({ writer }: Store, target: Target | null, intake: AppendIntake): Promise<Buffer> {
  const events = intake.events();
  if (!target) throw badRequest('The first message of an append must hold its options');
  const outcome = await writer.submit({ kind: 'append', ...target, events });
  if (outcome.kind === 'deleted') throw streamDeleted(target.stream);
  return outcome.kind === 'written' ? success(outcome) : wrongVersion(outcome.actual, target.expected);
}

function success({ revision, position }: Extract<WriteOutcome, { kind: 'written' }>): Buffer {
  const result = new WireMessage();
  if (revision < 0) result.empty(2);
  else result.uint(1, revision);
  if (position === null) result.empty(4);
  else result.message(3, new WireMessage().uint(1, position).uint(2, position));
  return new WireMessage().message(1, result).toBuffer();
}

/** Fields 1–5 are the copies for clients of 20.6, 6–11 what newer ones read. */
function wrongVersion(actual: number, expected: ExpectedRevision): Buffer {
  const result = new WireMessage();
  for (const [current, noStream] of [
    [1, 2],
    [6, 7],
  ] as const) {
    if (actual < 0) result.empty(noStream);
    else result.uint(current, actual);
  }
  for (const [revision, any, exists, none] of [
    [3, 4, 5, null],
    [8, 9, 10, 11],
  ] as const) {
    if (typeof expected === 'number') result.uint(revision, expected);
    else if (expected === 'any') result.empty(any);
    else if (expected === 'stream-exists') result.empty(exists);
    else if (none !== null) result.empty(none);
  }
  return new WireMessage().message(2, result).toBuffer();
}

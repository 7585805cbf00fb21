import { type ClientReadableStream } from '@grpc/grpc-js';
import { type AllStreamResolvedEvent, type EventStoreDBClient } from '@eventstore/db-client';
import { convertToCommandError } from '@eventstore/db-client/dist/utils/CommandError.js';
import { convertGrpcEvent } from '@eventstore/db-client/dist/utils/convertGrpcEvent.js';
import { type ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { streamsCall } from './client-calls.js';
import { readRequest, type Wanted } from './read-request.js';
import { storeUnavailable } from './store-problem.js';

type ReadCall = ClientReadableStream<ReadResp>;

/** What still comes of a read that was left is dropped, up to so many answers and milliseconds; a longer one is cancelled. */
const DROPPED_ANSWERS = 1_000;
const DROPPED_MS = 1_000;

/**
 * The events that the server answers with; of a stream that is not there, none. It can neither hang nor leak: while the loop waits for the next event,
 * `timeoutMs` without one ends it with 503 (the time the caller takes over an event does not count); it ends quietly when `signal` aborts.
 *
 * It is the client's `readStream` and `readAll`, with their errors, but for how it ends. Theirs has to be cancelled after a missing stream and wherever its
 * reader leaves early, and a cancelled call is a stream that is reset. Of resets an HTTP/2 server takes so many (Node a thousand, then 33 a second)
 * before it holds them for an attack and closes the connection, with all that is under way on it.
 */
export async function* readEvents(client: EventStoreDBClient, wanted: Wanted, timeoutMs: number): AsyncGenerator<AllStreamResolvedEvent> {
  const { signal } = wanted;
  const request = readRequest(wanted);
  const call = await streamsCall(client, (streams, ...args): ReadCall => streams.read(request, ...args))();
  let waitingSince: number | null = Date.now();
  let completed = false;
  const dog = setInterval(
    () => {
      if (waitingSince !== null && Date.now() - waitingSince > timeoutMs)
        call.destroy(storeUnavailable(new Error(`No event within ${timeoutMs} ms`)));
    },
    Math.max(10, timeoutMs / 4),
  );
  dog.unref();
  // The loop takes the error; what comes after the loop was left concerns nobody.
  call.on('error', () => undefined);
  const cancel = (): void => call.cancel();
  signal?.addEventListener('abort', cancel);
  try {
    for await (const answer of call.iterator({ destroyOnReturn: false }) as AsyncIterable<ReadResp>) {
      if (signal?.aborted) return;
      waitingSince = null;
      if (answer.hasEvent()) yield convertGrpcEvent<AllStreamResolvedEvent>(answer.getEvent()!);
      waitingSince = Date.now();
    }
    completed = true;
  } catch (error) {
    if (!signal?.aborted) throw isGrpc(error) ? convertToCommandError(error) : error;
  } finally {
    clearInterval(dog);
    signal?.removeEventListener('abort', cancel);
    if (!completed) leave(call);
  }
}

/** Most of what is left early has its end on the way already. */
function leave(call: ReadCall): void {
  if (call.destroyed) return call.cancel();
  let dropped = 0;
  const timer = setTimeout(() => call.cancel(), DROPPED_MS);
  timer.unref();
  call.once('close', () => clearTimeout(timer));
  call.on('data', () => {
    if (++dropped === DROPPED_ANSWERS) call.cancel();
  });
  call.resume();
}

const isGrpc = (error: unknown): error is Error => error instanceof Error && 'code' in error && 'metadata' in error;

import { type ServerDuplexStream, type ServerReadableStream, type ServerUnaryCall, type ServerWritableStream } from '@grpc/grpc-js';
import { type CallError, stopping, toCallError } from './call-errors.js';

/** Answers are encoded by hand, so every call writes buffers. */
export type Outgoing = ServerWritableStream<unknown, Buffer> | ServerDuplexStream<unknown, Buffer>;
type AnyCall = Outgoing | ServerReadableStream<unknown, Buffer> | ServerUnaryCall<unknown, Buffer>;

/** The streaming calls that are open, so that a stop can end each with a status instead of silence. */
export class OpenCalls {
  private readonly calls = new Map<Outgoing, AbortController>();

  /** A signal that aborts when the client goes away, the call ends or the server stops. */
  track(call: Outgoing): AbortSignal {
    const controller = new AbortController();
    this.calls.set(call, controller);
    const forget = (): void => {
      this.calls.delete(call);
      controller.abort();
    };
    call.once('cancelled', forget);
    call.once('close', forget);
    call.once('finish', forget);
    // A client that went away makes the stream fail; there is nobody left to tell.
    call.on('error', forget);
    return controller.signal;
  }

  stop(): void {
    for (const call of [...this.calls.keys()]) fail(call, stopping());
  }
}

export function fail(call: AnyCall, error: unknown): void {
  const callError: CallError = toCallError(error);
  call.emit('error', callError.toStatus());
}

/**
 * Writes; true when it may go on at once, else a promise that waits until the client has taken what was sent (false: the call is over).
 * Ignoring what `write` returns would keep everything that a stalled client has not taken in memory.
 */
export function send(call: Outgoing, frame: Buffer, signal: AbortSignal): true | Promise<boolean> {
  if (signal.aborted || call.cancelled) return Promise.resolve(false);
  if (call.write(frame)) return true;
  return new Promise<boolean>((resolve) => {
    const done = (): void => {
      call.removeListener('drain', done);
      signal.removeEventListener('abort', done);
      resolve(!signal.aborted);
    };
    call.once('drain', done);
    signal.addEventListener('abort', done);
  });
}

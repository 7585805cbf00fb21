import { type StreamingRead } from '@eventstore/db-client';
import { storeUnavailable } from './store-problem.js';

/**
 * A read that can neither hang nor leak. While the loop waits for the next event, `timeoutMs` without one ends it with 503; the time the caller
 * takes over an event does not count. Leaving the loop early cancels the call, which the client by itself leaves open on the server.
 */
export async function* watched<T>(read: StreamingRead<T>, timeoutMs: number): AsyncGenerator<T> {
  let waitingSince: number | null = Date.now();
  let completed = false;
  const dog = setInterval(
    () => {
      if (waitingSince !== null && Date.now() - waitingSince > timeoutMs)
        read.destroy(storeUnavailable(new Error(`No event within ${timeoutMs} ms`)));
    },
    Math.max(10, timeoutMs / 4),
  );
  dog.unref();
  // The loop takes the error; what comes after the loop was left concerns nobody.
  read.on('error', () => undefined);
  try {
    for await (const event of read as AsyncIterable<T>) {
      waitingSince = null;
      yield event;
      waitingSince = Date.now();
    }
    completed = true;
  } finally {
    clearInterval(dog);
    if (!completed) await read.cancel().catch(() => undefined);
  }
}

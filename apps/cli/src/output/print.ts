import { once } from 'node:events';

/** The reader of our output has gone away (`| head`): nothing is left to do, and nothing went wrong. */
export class OutputClosed extends Error {}

let closed = false;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  closed = true;
});

/** Writes to stdout and waits where the reader is slower than we are. Throws `OutputClosed` once nobody reads any more. */
async function write(text: string | Uint8Array): Promise<void> {
  if (closed) throw new OutputClosed();
  if (process.stdout.write(text)) return;
  // Whichever comes first, the other one must not go on listening: a long list waits thousands of times.
  const over = new AbortController();
  const waiting = ['drain', 'close'].map((event) => once(process.stdout, event, { signal: over.signal }));
  await Promise.race(waiting).catch(() => undefined);
  over.abort();
}

export const line = (text = ''): Promise<void> => write(`${text}\n`);

/** A file, as it is. */
export const writeBytes = (bytes: Uint8Array): Promise<void> => write(bytes);

/** News for the person at the terminal; never part of the result. */
export const say = (text: string): void => void process.stderr.write(`${text}\n`);

import { type LiveFeed } from './live-feed.js';
import { type Page } from './log-reader.js';
import { type LogRecord } from './log-record.js';

export const CAUGHT_UP = 'caught-up';

/** What is followed: the whole log or one stream. It remembers how far it has come. */
export interface Followed {
  /** Undefined: the whole log. */
  readonly stream?: string;
  /** The next records from the database; it counts them as passed. */
  nextPage(): Promise<Page>;
  /** Those of the live records that were not passed yet and may be seen; it counts them as passed. */
  take(records: readonly LogRecord[]): Promise<readonly LogRecord[]>;
}

/**
 * Every record after the start exactly once, in order, history first: catching up → caught up (said each time) → live → catching up again after
 * an overflow. Live records are collected before the end of history is read, and what comes twice is dropped by its place, so nothing is
 * lost in between. Ends when `signal` aborts.
 */
export async function* follow(
  feed: LiveFeed,
  followed: Followed,
  signal: AbortSignal,
): AsyncGenerator<readonly LogRecord[] | typeof CAUGHT_UP> {
  let live = feed.open(followed.stream);
  const restart = (): void => {
    live.close();
    live = feed.open(followed.stream);
  };
  try {
    while (!signal.aborted) {
      const page = await followed.nextPage();
      if (page.records.length > 0) yield page.records;
      if (!page.isLast) continue;
      if (live.hasOverflown) {
        restart();
        continue;
      }
      yield CAUGHT_UP;
      for (;;) {
        const records = await live.take(signal);
        if (signal.aborted) return;
        if (records === null) break;
        const fresh = await followed.take(records);
        if (fresh.length > 0) yield fresh;
      }
      restart();
    }
  } finally {
    live.close();
  }
}

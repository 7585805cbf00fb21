import { type DispatchFold } from '../assignment/dispatch-fold.js';
import { type LogFeed } from './log-feed.js';

const BATCH = 1_000;

/** Folds the log to its present end, or up to a position. Events that retell a lead bring its stream with them. */
export async function followLog(feed: LogFeed, fold: DispatchFold, signal?: AbortSignal, upTo = Infinity): Promise<void> {
  while (!signal?.aborted && fold.position < upTo) {
    const { events, entries, position } = await feed.after(fold.position, Math.min(BATCH, upTo - fold.position), fold.applied);
    for (const event of events)
      fold.apply(event, fold.needsStream(event) === null ? undefined : await feed.stream(event.stream, event.position));
    fold.passed(position);
    if (entries < BATCH) return;
  }
}

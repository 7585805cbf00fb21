import { type Pool } from 'pg';
import { type FeedItem } from './feed-item.js';
import { type LogListener } from './log-listener.js';
import { type FeedPageRequest, readFeedPage } from './read-feed-page.js';

/** Items a follower holds at most at a time. */
const FOLLOW_PAGE_ITEMS = 500;

export interface FollowRequest extends Omit<FeedPageRequest, 'limit'> {
  /** Ends the following; a wait for news ends at once. */
  readonly signal: AbortSignal;
  /** Silence after which an empty page says that the line is alive. */
  readonly heartbeatMs: number;
}

/**
 * The feed without end: pages of items as they come, and an empty page after each `heartbeatMs` of silence. The first page comes at once, even
 * if it is empty, so that a refusal is known before anything is sent.
 * Back-pressure is the generator's own: the next page is read from the table only when the last one was taken, so a slow reader
 * costs one page of memory and never loses its place. Throws when the table cannot be read; the reader comes back with its position.
 */
export async function* followFeed(
  pool: Pick<Pool, 'query'>,
  listener: LogListener,
  request: FollowRequest,
): AsyncGenerator<readonly FeedItem[], void, void> {
  let after = request.after;
  let lastSign = -Infinity;
  while (!request.signal.aborted) {
    const seen = listener.advances;
    const page = await readFeedPage(pool, { ...request, after, limit: FOLLOW_PAGE_ITEMS });
    if (page.items.length > 0 || Date.now() - lastSign >= request.heartbeatMs) {
      yield page.items;
      lastSign = Date.now();
      after = Number(page.next);
    }
    if (page.items.length === 0) await listener.advancedSince(seen, request.heartbeatMs, request.signal);
  }
}

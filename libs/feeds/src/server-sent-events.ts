import { type FeedItem } from './feed-item.js';

/** One event of a `text/event-stream`: its id is the position, so that `Last-Event-ID` is the place to go on from. */
const sseOf = (item: FeedItem): string => `id: ${item.position}\ndata: ${JSON.stringify(item)}\n\n`;

/** A comment keeps proxies and half-open connections honest. */
const SSE_HEARTBEAT = ': still here\n\n';

const sseOfPage = (items: readonly FeedItem[]): string => (items.length === 0 ? SSE_HEARTBEAT : items.map(sseOf).join(''));

/** The text of a stream of pages. Resolves once the first page is there and rejects with its problem, so that the status can still be chosen. */
export async function eventStreamOf(pages: AsyncGenerator<readonly FeedItem[], void, void>): Promise<AsyncGenerator<string, void, void>> {
  const first = await pages.next();
  return (async function* () {
    try {
      if (first.done) return;
      yield sseOfPage(first.value);
      for await (const items of pages) yield sseOfPage(items);
    } finally {
      await pages.return();
    }
  })();
}

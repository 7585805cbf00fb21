import { type Pool } from 'pg';
import { invalid, readSql } from '#libs/platform';
import { type VisibleTypes } from './feed-filter.js';
import { type FeedItem, type FeedRow, toFeedItem } from './feed-item.js';
import { readFeedHead } from './read-feed-head.js';

const SQL = readSql(import.meta.url, './read-feed-page.sql');

export const MAX_PAGE_ITEMS = 10_000;
/** Bytes of events after which a page ends early. */
const PAGE_BYTES = 4 * 1024 * 1024;

export interface FeedPageRequest {
  /** The last position the subscriber has; 0 for none. */
  readonly after: number;
  /** At most this many items; a page of large events may end earlier. */
  readonly limit: number;
  readonly types: VisibleTypes;
  /** The CloudEvents `source` of the items. */
  readonly source: string;
}

export interface FeedPage {
  readonly items: readonly FeedItem[];
  /** `after` of the next page. Equal to the request's where nothing has come yet. */
  readonly next: string;
}

/**
 * The items after a position, without a gap. A position beyond the end is refused (`FEED.BEYOND_THE_END`): that subscriber
 * knows more than this log, which has been restored from a backup or is another one.
 */
export async function readFeedPage(pool: Pick<Pool, 'query'>, request: FeedPageRequest): Promise<FeedPage> {
  const limit = Math.min(request.limit, MAX_PAGE_ITEMS);
  const { rows } = await pool.query<FeedRow>(SQL, [request.after, limit, PAGE_BYTES, request.types]);
  if (rows.length === 0) await refuseBeyondTheEnd(pool, request.after);
  return { items: rows.map((row) => toFeedItem(row, request.source)), next: rows.at(-1)?.position ?? String(request.after) };
}

async function refuseBeyondTheEnd(pool: Pick<Pool, 'query'>, after: number): Promise<void> {
  const end = await readFeedHead(pool);
  if (after <= Number(end.position)) return;
  throw invalid({
    code: 'FEED.BEYOND_THE_END',
    message: `Position ${after} is beyond the end of this log (${end.position}). If the log was restored from a backup, compare GET /v1/events/completeness with what you hold and begin again from the last block that agrees`,
    path: '/after',
  });
}

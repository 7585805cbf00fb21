import { type Pool } from 'pg';
import { GENESIS_DIGEST } from '#libs/contracts';
import { readSql } from '#libs/platform';

const SQL = readSql(import.meta.url, './read-feed-head.sql');

/** The last position (`0` of an empty log) and the digest of the chain there. */
export interface FeedHead {
  readonly position: string;
  readonly digest: string;
}

export async function readFeedHead(pool: Pick<Pool, 'query'>): Promise<FeedHead> {
  const { rows } = await pool.query<FeedHead>(SQL);
  return rows[0] ?? { position: '0', digest: GENESIS_DIGEST };
}

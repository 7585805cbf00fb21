import { type Pool } from 'pg';
import { readSql } from '#libs/platform';
import { type FeedHead, readFeedHead } from './read-feed-head.js';

const SQL = readSql(import.meta.url, './read-completeness.sql');

/** Positions in a block; a frozen number, because subscribers compare block by block. */
export const BLOCK_POSITIONS = 10_000;
export const MAX_BLOCKS = 1_000;

export interface Block {
  /** 1, 2, 3 … */
  readonly block: number;
  readonly from: string;
  readonly to: string;
  /** Events counted; the same as the size of the block, or something is wrong. */
  readonly count: number;
  /** Digest of the chain at `to`. */
  readonly digest: string;
}

export interface Completeness {
  readonly blockSize: number;
  /** Full blocks, in order. */
  readonly blocks: readonly Block[];
  /** The running end: all events so far and the digest after the last. */
  readonly end: FeedHead;
  /** `after` for the blocks that follow; null when these were the last. */
  readonly next: string | null;
}

interface BlockRow {
  readonly number: string;
  readonly count: string;
  readonly last: string;
  readonly digest: string;
}

/** Full blocks from the block after `after` (a multiple of the block size) on, at most `limit`, and the running end. */
export async function readCompleteness(pool: Pick<Pool, 'query'>, request: { after: number; limit: number }): Promise<Completeness> {
  const after = Math.floor(request.after / BLOCK_POSITIONS) * BLOCK_POSITIONS;
  const end = await readFeedHead(pool);
  const { rows } = await pool.query<BlockRow>(SQL, [BLOCK_POSITIONS, after, Math.min(request.limit, MAX_BLOCKS)]);
  const blocks = rows.map(toBlock).filter((block) => Number(block.to) % BLOCK_POSITIONS === 0);
  const last = Number(blocks.at(-1)?.to ?? after);
  return { blockSize: BLOCK_POSITIONS, blocks, end, next: Number(end.position) - last >= BLOCK_POSITIONS ? String(last) : null };
}

const toBlock = (row: BlockRow): Block => ({
  block: Number(row.number) + 1,
  from: String(Number(row.number) * BLOCK_POSITIONS + 1),
  to: row.last,
  count: Number(row.count),
  digest: row.digest,
});

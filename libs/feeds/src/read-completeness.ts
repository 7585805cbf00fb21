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
  /** What came after the last full block; null where nothing did, or where more blocks follow. */
  readonly running: Block | null;
  /** The running end: the last position and the digest there. */
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
  const limit = Math.min(request.limit, MAX_BLOCKS);
  const { rows } = await pool.query<BlockRow>(SQL, [BLOCK_POSITIONS, after, limit + 1]);
  const all = rows.map(toBlock);
  const full = all.filter((block) => Number(block.to) % BLOCK_POSITIONS === 0);
  const blocks = full.slice(0, limit);
  const running = full.length > limit ? null : (all.find((block) => !full.includes(block)) ?? null);
  const last = running ?? blocks.at(-1);
  const next = full.length > limit ? String(blocks.at(-1)?.to) : null;
  // The end is that of the last block read, so that both tell of one moment.
  const end = next === null && last ? { position: last.to, digest: last.digest } : await readFeedHead(pool);
  return { blockSize: BLOCK_POSITIONS, blocks, running, end, next };
}

/** All blocks and then the running one, however many: page by page. */
export async function* everyBlock(pool: Pick<Pool, 'query'>): AsyncGenerator<Block, void, void> {
  for (let after: string | null = '0'; after !== null;) {
    const page: Completeness = await readCompleteness(pool, { after: Number(after), limit: MAX_BLOCKS });
    yield* page.blocks;
    if (page.running) yield page.running;
    after = page.next;
  }
}

const toBlock = (row: BlockRow): Block => ({
  block: Number(row.number) + 1,
  from: String(Number(row.number) * BLOCK_POSITIONS + 1),
  to: row.last,
  count: Number(row.count),
  digest: row.digest,
});

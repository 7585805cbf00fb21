import { createHash } from 'node:crypto';
import { sha256 } from '#libs/platform';
import { type EventFacts, type FactCell, factColumnNames } from './fact-columns.js';

/** The hash of what rows say, independent of how a file stores them: SHA-256 over one JSON list of cells per row, each ended by a line feed. */
export class ContentHash {
  private readonly hash = createHash('sha256');

  add(row: EventFacts): void {
    this.addCells(factColumnNames.map((column) => row[column]));
  }

  addCells(cells: readonly FactCell[]): void {
    this.hash.update(`${JSON.stringify(cells)}\n`);
  }

  digest(): string {
    return this.hash.digest('hex');
  }
}

/** How many neighbouring parts of one level become a part of the next. */
export const FAN_OUT = 10;

/** The content hash of parts put together: SHA-256 over theirs, each ended by a line feed. */
export const joinedContentHash = (hashes: readonly string[]): string => sha256(hashes.map((hash) => `${hash}\n`).join(''));

/** The content hash of a part of a level, from those of all the parts of level 0 that lie in it. */
export function contentHashOf(level: number, blocks: readonly string[]): string {
  let hashes = blocks;
  for (let at = 0; at < level; at++)
    hashes = Array.from({ length: hashes.length / FAN_OUT }, (_, n) => joinedContentHash(hashes.slice(n * FAN_OUT, (n + 1) * FAN_OUT)));
  return hashes[0]!;
}

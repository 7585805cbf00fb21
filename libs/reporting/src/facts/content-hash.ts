import { createHash } from 'node:crypto';
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

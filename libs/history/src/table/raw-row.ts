import { type CellFault } from '../column/column.js';

/** One row as the file has it. `row` counts data rows from 1 (a line with column names is none); `line` is the line of the file it begins on. */
export interface RawRow {
  readonly row: number;
  readonly line: number;
  readonly cells: readonly (string | null)[];
}

/** A row that cannot be taken apart. It is rejected alone: reading goes on with the next line. */
export interface BrokenRow {
  readonly row: number;
  readonly line: number;
  readonly fault: CellFault;
}

export const isBroken = (row: RawRow | BrokenRow): row is BrokenRow => 'fault' in row;

const unstorable = /[\u0000\uFFFD]/;

/** Bytes that were no UTF-8, and the character that no database text may hold. */
export const textFault = (text: string): CellFault | null =>
  unstorable.test(text)
    ? { code: 'ROW_ENCODING', message: 'The row has bytes that are not UTF-8 (or a NUL character); save the file as UTF-8' }
    : null;

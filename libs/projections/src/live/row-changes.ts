import { type ReadTable, type Row } from '../sequence-projection.js';

export interface RowChanges {
  readonly remove: readonly Row[];
  readonly add: readonly Row[];
}

/** What must be removed and added for `before` to become `after`. Rows are the same where every cell is. */
export function rowChanges(before: readonly Row[], after: readonly Row[]): RowChanges {
  if (before.length === 0) return { remove: [], add: after };
  const old = new Map(before.map((row) => [JSON.stringify(row), row]));
  const add = after.filter((row) => !old.delete(JSON.stringify(row)));
  return { remove: [...old.values()], add };
}

/** The cells of a row that name it within its table. */
export const keyOf = (table: ReadTable, row: Row): Row =>
  Object.fromEntries(['stream', ...table.key].map((column) => [column, row[column] ?? null]));

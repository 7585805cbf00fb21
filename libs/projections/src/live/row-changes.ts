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

/** PostgreSQL text cannot hold U+0000; it becomes U+FFFD wherever it stands. */
export const withoutNul = (json: string): string =>
  json.includes('\\u0000')
    ? JSON.stringify(JSON.parse(json), (_key, value: unknown) => (typeof value === 'string' ? value.replaceAll('\0', '\ufffd') : value))
    : json;

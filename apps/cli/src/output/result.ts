import { line } from './print.js';
import { type Column, rowOf, table } from './table.js';

/** One document with `--json`, else the words for people. */
export const printOne = <T>(value: T, json: boolean, words: (value: T) => string): Promise<void> =>
  line(json ? JSON.stringify(value) : words(value));

/** So many rows say how wide a table is; longer ones follow as they come. */
const ROWS_FOR_WIDTH = 1_000;

/** NDJSON with `--json`, item by item as they come; else one table. */
export async function printList<T>(items: AsyncIterable<T>, json: boolean, columns: readonly Column<T>[]): Promise<void> {
  if (json) {
    for await (const item of items) await line(JSON.stringify(item));
    return;
  }
  const rows: T[] = [];
  let row: ((item: T) => string) | null = null;
  for await (const item of items) {
    if (row) await line(row(item));
    else if (rows.push(item) === ROWS_FOR_WIDTH) {
      await line(table(rows, columns));
      row = rowOf(rows, columns);
    }
  }
  if (!row) await line(table(rows, columns));
}

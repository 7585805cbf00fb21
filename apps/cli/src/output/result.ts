import { line } from './print.js';
import { type Column, table } from './table.js';

/** One document with `--json`, else the words for people. */
export const printOne = <T>(value: T, json: boolean, words: (value: T) => string): Promise<void> =>
  line(json ? JSON.stringify(value) : words(value));

/** NDJSON with `--json`, item by item as they come; else one table. */
export async function printList<T>(items: AsyncIterable<T>, json: boolean, columns: readonly Column<T>[]): Promise<void> {
  if (json) {
    for await (const item of items) await line(JSON.stringify(item));
    return;
  }
  const rows: T[] = [];
  for await (const item of items) rows.push(item);
  await line(table(rows, columns));
}

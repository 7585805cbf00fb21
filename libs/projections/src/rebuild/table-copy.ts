import { once } from 'node:events';
import { type PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type CellValue, type ReadTable } from '../sequence-projection.js';
import { copyLine } from './copy-text.js';

const CHUNK = 256 * 1024;

/** One COPY into a table, open while lines are written; holds one chunk in memory and waits for PostgreSQL where that is slower. */
export class TableCopy {
  private readonly stream;
  private chunk: string[] = [];
  private size = 0;
  private failure: Error | null = null;

  constructor(client: PoolClient, schema: string, table: ReadTable) {
    this.stream = client.query(copyFrom(`copy ${schema}.${table.name} (${table.columns.join(', ')}) from stdin`));
    this.stream.on('error', (error: Error) => (this.failure = error));
  }

  /** Returns a promise only where the caller must wait before writing more. */
  write(line: string): Promise<void> | undefined {
    this.chunk.push(line);
    this.size += line.length;
    return this.size >= CHUNK ? this.flush() : undefined;
  }

  async end(): Promise<void> {
    await this.flush();
    if (this.failure) throw this.failure;
    const finished = once(this.stream, 'finish');
    this.stream.end();
    await finished;
  }

  private async flush(): Promise<void> {
    if (this.failure) throw this.failure;
    if (this.chunk.length === 0) return;
    const text = this.chunk.join('');
    this.chunk = [];
    this.size = 0;
    if (!this.stream.write(text)) await once(this.stream, 'drain');
  }
}

/** From so many rows on COPY is cheaper than an insert, though it takes two round trips more. */
export const COPIED_FROM = 50;

/** Copies rows, one cell a column in the order of the table. */
export async function copyRows(
  client: PoolClient,
  schema: string,
  table: ReadTable,
  rows: readonly (readonly (CellValue | undefined)[])[],
): Promise<void> {
  const copy = new TableCopy(client, schema, table);
  for (const cells of rows) {
    const wait = copy.write(copyLine(cells));
    if (wait) await wait;
  }
  await copy.end();
}

import { once } from 'node:events';
import { type PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type ReadTable } from '../sequence-projection.js';

const CHUNK = 64 * 1024;
/** Of UTF-8, for one of JavaScript's. */
const BYTES_A_CHARACTER = 3;

/**
 * Begins a transaction that loads tables from nothing. What is copied in it goes to their files alone and not through PostgreSQL's log as well
 * (where `wal_level` is minimal, as in the embedded server), and no row is visited again later. Others see the rows after the commit.
 */
export async function beginLoad(
  client: PoolClient,
  tables: readonly { readonly schema: string; readonly table: ReadTable }[],
): Promise<void> {
  await client.query('begin');
  for (const { schema, table } of tables) await client.query(`truncate ${schema}.${table.name}`);
}

/** One COPY into a table, open while lines are written; holds one chunk in memory and waits for PostgreSQL where that is slower. */
export class TableCopy {
  private readonly stream;
  private chunk = Buffer.allocUnsafe(CHUNK);
  private size = 0;
  private failure: Error | null = null;

  /** `fresh`: the table was emptied by `beginLoad` in this transaction. */
  constructor(client: PoolClient, schema: string, table: ReadTable, fresh: 'fresh' | null = null) {
    const into = `${schema}.${table.name} (${table.columns.join(', ')})`;
    this.stream = client.query(copyFrom(`copy ${into} from stdin${fresh ? ' (freeze)' : ''}`));
    this.stream.on('error', (error: Error) => (this.failure = error));
  }

  /** Returns a promise only where the caller must wait before writing more. */
  write(line: string): Promise<void> | undefined {
    if (this.size + line.length * BYTES_A_CHARACTER > this.chunk.length) return this.flush(line);
    this.size += this.chunk.write(line, this.size);
    return undefined;
  }

  async end(): Promise<void> {
    await this.flush();
    if (this.failure) throw this.failure;
    const finished = once(this.stream, 'finish');
    this.stream.end();
    await finished;
  }

  /** Sends what is there; `next` begins what follows. */
  private async flush(next = ''): Promise<void> {
    if (this.failure) throw this.failure;
    const full = this.chunk.subarray(0, this.size);
    this.chunk = Buffer.allocUnsafe(Math.max(CHUNK, next.length * BYTES_A_CHARACTER));
    this.size = this.chunk.write(next);
    if (full.length > 0 && !this.stream.write(full)) await once(this.stream, 'drain');
  }
}

export async function writeAll(copy: TableCopy, lines: readonly string[]): Promise<void> {
  for (const line of lines) {
    const wait = copy.write(line);
    if (wait) await wait;
  }
  await copy.end();
}

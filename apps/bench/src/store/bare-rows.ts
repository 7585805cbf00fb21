import { newId, readSql } from '#libs/platform';
import { type BenchDatabase } from '../workbench/workbench.js';

/** Commits of the rows of events, without a store: each call is one transaction, at the durability of the server. */
export class BareRows {
  private streams = 0;

  constructor(
    private readonly database: BenchDatabase,
    private readonly data: Buffer,
    private readonly metadata: Buffer,
  ) {}

  async prepare(): Promise<void> {
    await this.database.pool.query(readSql(import.meta.url, './event-table.sql'));
  }

  /** A new stream of so many events. */
  async commit(events: number): Promise<void> {
    const stream = ++this.streams;
    const ids = Array.from({ length: events }, () => newId());
    await this.database.pool.query({
      name: 'insert-rows',
      text: readSql(import.meta.url, './insert-rows.sql'),
      values: [stream, Buffer.from(`bench.lead-${newId()}`), Date.now(), this.data, this.metadata, ids],
    });
  }
}

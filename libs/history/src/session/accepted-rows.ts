import { type Pool } from 'pg';
import { inTransaction, migrate, readSql } from '#libs/platform';
import { type ImportLog } from './import-log.js';

/** Brings the schema `history` to its present shape. */
export const migrateHistory = (pool: Pool): Promise<void> =>
  migrate({ pool, name: 'history', folder: new URL('./migrations/', import.meta.url) });

/** Keyed hashes of a row's key and of the row. */
export type HashedRow = readonly [key: string, hash: string];

const addRows = readSql(import.meta.url, './add-rows.sql');

/** Which rows of an import are in the log, and which streams it touched, in PostgreSQL: the answer does not cost memory for every row there is. */
export class AcceptedRows {
  constructor(
    private readonly pool: Pool,
    private readonly log: ImportLog,
  ) {}

  /** Begins to keep a new import; `fresh` where its leads are most likely new as well: then nobody asks for its rows until it is taken up again. */
  async begin(importId: string, fresh: boolean): Promise<void> {
    await this.pool.query('insert into history.import (import_id, fresh) values ($1, $2) on conflict do nothing', [importId, fresh]);
  }

  /**
   * Goes on with an import that has begun: takes over what the stream of the import says and this database does not know yet, which is what a
   * first or a killed run left, or everything where the database is new. Its streams are then found in the log by `touched`.
   */
  async resume(importId: string, touched: AsyncIterable<readonly string[]>): Promise<void> {
    const { rows } = await this.pool.query<{ revision: string }>(
      'update history.import set fresh = false where import_id = $1 returning revision',
      [importId],
    );
    if (rows.length === 0) {
      for await (const streams of touched) await this.touch(importId, streams);
      await this.pool.query('insert into history.import (import_id, fresh) values ($1, false) on conflict do nothing', [importId]);
    }
    const revision = Number(rows[0]?.revision ?? -1);
    for await (const accepted of this.log.acceptedAfter(importId, revision)) await this.add(importId, accepted.revision, accepted.rows);
  }

  async isFresh(importId: string): Promise<boolean> {
    const { rows } = await this.pool.query<{ fresh: boolean }>('select fresh from history.import where import_id = $1', [importId]);
    return rows[0]?.fresh ?? false;
  }

  /** The hash of each known row, by key. */
  async known(importId: string, keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const { rows } = await this.pool.query<{ row_key: string; row_hash: string }>(
      'select row_key, row_hash from history.import_row where import_id = $1 and row_key = any($2)',
      [importId, keys],
    );
    return new Map(rows.map((row) => [row.row_key, row.row_hash]));
  }

  /**
   * To be called after the rows are in the log. Not while the import is fresh: whoever ends that (`resume`) reads the log afterwards, and finds there
   * whatever was appended before.
   */
  async note(importId: string, revision: number, rows: readonly HashedRow[]): Promise<void> {
    if (!(await this.isFresh(importId))) await this.add(importId, revision, rows);
  }

  private async add(importId: string, revision: number, rows: readonly HashedRow[]): Promise<void> {
    await this.pool.query(addRows, [importId, revision, rows.map(([key]) => key), rows.map(([, hash]) => hash)]);
  }

  /** To be called before the streams are touched. */
  async touch(importId: string, streams: readonly string[]): Promise<void> {
    await this.pool.query('insert into history.import_stream (import_id, stream) select $1, unnest($2::text[]) on conflict do nothing', [
      importId,
      [...new Set(streams)],
    ]);
  }

  /** Pages of the streams an import touched, in their order. */
  async *streams(importId: string, pageSize: number): AsyncGenerator<{ streams: string[]; total: number }> {
    const total = Number(
      (await this.pool.query<{ n: string }>('select count(*) as n from history.import_stream where import_id = $1', [importId])).rows[0]!.n,
    );
    for (let after = ''; ;) {
      const { rows } = await this.pool.query<{ stream: string }>(
        'select stream from history.import_stream where import_id = $1 and stream > $2 order by stream limit $3',
        [importId, after, pageSize],
      );
      if (rows.length === 0) return;
      after = rows.at(-1)!.stream;
      yield { streams: rows.map(({ stream }) => stream), total };
    }
  }

  /** True when an undo has reached every stream. */
  async undone(importId: string): Promise<boolean> {
    const { rows } = await this.pool.query<{ undone: boolean }>('select undone from history.import where import_id = $1', [importId]);
    return rows[0]?.undone ?? false;
  }

  async setUndone(importId: string): Promise<void> {
    await inTransaction(this.pool, async (client) => {
      await client.query(
        'insert into history.import (import_id, fresh, undone) values ($1, false, true) on conflict (import_id) do update set undone = true',
        [importId],
      );
      await client.query('delete from history.import_row where import_id = $1', [importId]);
      await client.query('delete from history.import_stream where import_id = $1', [importId]);
    });
  }
}

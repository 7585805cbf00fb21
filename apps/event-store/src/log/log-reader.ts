import { type Pool } from 'pg';
import { readSql } from '#libs/platform';
import { type LogRecord, TOMBSTONE, TOMBSTONE_TEXT } from './log-record.js';

const PAGE_BYTES = 1_048_576;
const PAGE_RECORDS = 500;

const sql = {
  allForwards: readSql(import.meta.url, './page-all-forwards.sql'),
  allBackwards: readSql(import.meta.url, './page-all-backwards.sql'),
  streamForwards: readSql(import.meta.url, './page-stream-forwards.sql'),
  streamBackwards: readSql(import.meta.url, './page-stream-backwards.sql'),
} as const;

export interface Page {
  readonly records: LogRecord[];
  /** Nothing lay behind it when it was read. */
  readonly isLast: boolean;
}

/**
 * Reads the committed log page by page. A page is one short query: no cursor, transaction or connection is held while a reader is slow, and no
 * page is larger than about a mebibyte and one event.
 */
export class LogReader {
  constructor(private readonly pool: Pool) {}

  /** Forwards: at and after `position`. Backwards: strictly before it. */
  async pageOfAll(position: number, backwards: boolean, limit = PAGE_RECORDS): Promise<Page> {
    const count = Math.min(limit, PAGE_RECORDS);
    return this.page(backwards ? 'allBackwards' : 'allForwards', [position, count, PAGE_BYTES], count);
  }

  /** At and after (backwards: at and before) `revision`. */
  async pageOfStream(stream: string, id: number, revision: number, backwards: boolean, limit = PAGE_RECORDS): Promise<Page> {
    const count = Math.min(limit, PAGE_RECORDS);
    const from = Number.isFinite(revision) ? revision : TOMBSTONE_TEXT;
    return this.page(backwards ? 'streamBackwards' : 'streamForwards', [from, count, PAGE_BYTES, id], count, stream);
  }

  private async page(name: keyof typeof sql, values: unknown[], count: number, stream?: string): Promise<Page> {
    const result = await this.pool.query<Row>({ name, text: sql[name], values, rowMode: 'array' } as never);
    const records = (result.rows as unknown as Row[]).map((row) => toRecord(row, stream));
    // A short page may have been cut by size; only one without anything left over is the last, and the next query tells.
    return { records, isLast: records.length === 0 || (records.length < count && bytesOf(records) < PAGE_BYTES) };
  }
}

const bytesOf = (records: readonly LogRecord[]): number =>
  records.reduce((bytes, { data, metadata }) => bytes + data.length + metadata.length, 0);

type Row = [position: string, ...unknown[]];

function toRecord(row: readonly unknown[], stream: string | undefined): LogRecord {
  // Pages of one stream leave the name out.
  const [name, rest] = stream === undefined ? [(row[1] as Buffer).toString('utf8'), row.slice(2)] : [stream, row.slice(1)];
  const [revision, createdMs, isJson, id, type, data, metadata] = rest as [string, string, boolean, string, string, Buffer, Buffer];
  return {
    position: Number(row[0]),
    stream: name,
    revision: revision === TOMBSTONE_TEXT ? TOMBSTONE : Number(revision),
    createdMs: Number(createdMs),
    isJson,
    id,
    type,
    data,
    metadata,
  };
}

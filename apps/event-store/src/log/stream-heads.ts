import { type Pool } from 'pg';
import { readSql } from '#libs/platform';
import { byteaArray } from './binary-array.js';
import { TOMBSTONE_TEXT } from './log-record.js';
import { RecentMap } from './recent-map.js';
import { NEW_STREAM, type StreamHead } from './stream-head.js';
import { NO_METADATA, parseMetadata } from './stream-metadata.js';

const LIMIT = 50_000;
const headsSql = readSql(import.meta.url, './heads.sql');

type Query = (text: string, values: unknown[]) => Promise<unknown[]>;

/**
 * Committed heads of the streams written lately; those not used lately are read from the database when needed again. Only the
 * writer puts heads in, after a commit, so an entry is never older than the database.
 */
export class StreamHeads {
  private readonly cached = new RecentMap<string, StreamHead>(LIMIT);

  constructor(private readonly pool: Pool) {}

  /** For readers: does not fill the cache, or a slow read could overwrite what a commit has just put there. */
  async read(base: string): Promise<StreamHead> {
    const cached = this.cached.get(base);
    if (cached) return cached;
    const [head] = await this.select(
      [base],
      async (text, values) => (await this.pool.query<HeadRow>({ name: 'heads', text, values })).rows,
    );
    return head ?? NEW_STREAM;
  }

  /** For the writer, on its own connection. Those of `takenForNew` that are not cached are left out instead of looked up. */
  async load(bases: ReadonlySet<string>, takenForNew: ReadonlySet<string>, query: Query): Promise<Map<string, StreamHead>> {
    const heads = new Map<string, StreamHead>();
    const missing: string[] = [];
    for (const base of bases) {
      const cached = this.cached.get(base);
      if (cached) heads.set(base, cached);
      else if (!takenForNew.has(base)) missing.push(base);
    }
    if (missing.length === 0) return heads;
    const loaded = await this.select(missing, query);
    missing.forEach((base, index) => heads.set(base, loaded[index] ?? NEW_STREAM));
    return heads;
  }

  set(base: string, head: StreamHead): void {
    this.cached.set(base, head);
  }

  clear(): void {
    this.cached.clear();
  }

  private async select(bases: readonly string[], query: Query): Promise<StreamHead[]> {
    const rows = await query(headsSql, [byteaArray(bases.map((base) => Buffer.from(base)))]);
    return (rows as HeadRow[]).map(toHead);
  }
}

interface HeadRow {
  readonly id: string | null;
  readonly last: string;
  readonly metadata_id: string | null;
  readonly metadata_last: string;
  readonly metadata: Buffer | null;
}

function toHead(row: HeadRow): StreamHead {
  const tombstoned = row.last === TOMBSTONE_TEXT;
  return {
    id: row.id === null ? null : Number(row.id),
    // Nothing asks for the last revision of a stream that is gone for ever.
    last: tombstoned ? -1 : Number(row.last),
    tombstoned,
    metadataId: row.metadata_id === null ? null : Number(row.metadata_id),
    metadataLast: Number(row.metadata_last),
    metadata: row.metadata ? parseMetadata(row.metadata) : NO_METADATA,
    metadataJson: row.metadata ?? new Uint8Array(),
  };
}

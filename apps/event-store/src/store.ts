import { type Pool } from 'pg';
import { createPool, migrate } from '#libs/platform';
import { LiveFeed } from './log/live-feed.js';
import { LogReader } from './log/log-reader.js';
import { PLANNING } from './log/planning.js';
import { LogWriter } from './log/log-writer.js';

/** The log over one database: one writer, any number of readers and followers. */
export interface Store {
  readonly writer: LogWriter;
  readonly reader: LogReader;
  readonly feed: LiveFeed;
  readonly limits: StoreLimits;
}

export interface StoreLimits {
  /** Bytes of data (metadata not counted) that one append may hold; a real server of 24.10 and 25.0 allows 1 MiB. */
  readonly maxAppendBytes: number;
}

export async function openStore(databaseUrl: string, limits: StoreLimits): Promise<Store & { close(): Promise<void> }> {
  await migrate({ url: databaseUrl, name: 'event_store', folder: new URL('./migrations/', import.meta.url) });
  const pool: Pool = createPool(databaseUrl, { name: 'event-store reader', max: 4, options: PLANNING });
  const feed = new LiveFeed();
  try {
    const writer = await LogWriter.open(databaseUrl, pool, feed);
    const close = async (): Promise<void> => {
      await writer.close();
      await pool.end();
    };
    return { writer, feed, reader: new LogReader(pool), limits, close };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

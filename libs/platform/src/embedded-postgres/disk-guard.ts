import { statfs } from 'node:fs/promises';
import pg from 'pg';

/** Enough for PostgreSQL to end what it has begun, to write a checkpoint and to recover. */
const RESERVE_BYTES = 64 * 1024 * 1024;
const INTERVAL_MS = 250;

export interface DiskGuard {
  stop(): Promise<void>;
}

/**
 * PostgreSQL ends itself when there is no room for its write-ahead log, and cannot start again before there is. So when less than the reserve is
 * free the guard makes new transactions read-only (writers get 503 `DATABASE.DISK_FULL`, readers go on), and lets them write again once twice
 * the reserve is free. The first look is taken before this resolves.
 */
export async function guardDisk(folder: string, url: string): Promise<DiskGuard> {
  /** As PostgreSQL was told last; null: not known. */
  let readOnly: boolean | null = null;
  const look = async (): Promise<void> => {
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    const wanted = free < RESERVE_BYTES || (readOnly === true && free < 2 * RESERVE_BYTES);
    if (wanted !== readOnly) readOnly = await tell(url, wanted);
  };
  // Not answering is not the guard's matter; it looks again in a moment.
  const tolerant = (): Promise<void> => look().catch(() => undefined);
  let looking = tolerant();
  await looking;
  let idle = true;
  const timer = setInterval(() => {
    if (!idle) return;
    idle = false;
    looking = tolerant().finally(() => (idle = true));
  }, INTERVAL_MS).unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}

async function tell(url: string, readOnly: boolean): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, options: '-c default_transaction_read_only=off' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(
      readOnly ? 'alter system set default_transaction_read_only = on' : 'alter system reset default_transaction_read_only',
    );
    await client.query('select pg_reload_conf()');
    return readOnly;
  } finally {
    await client.end().catch(() => undefined);
  }
}

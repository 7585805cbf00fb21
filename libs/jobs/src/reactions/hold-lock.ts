import { pause } from '#libs/platform';
import { type Pool } from 'pg';

/** First half of the keys of our advisory locks ("ledger worker"). */
const WORKER_LOCKS = 7_365_203;
const ASK_AGAIN_MS = 1_000;

/** An advisory lock on a connection of its own, which also hears when the log advances. */
export interface HeldLock {
  /** Aborts when the connection, and with it the lock, is gone. */
  readonly lost: AbortSignal;
  /** Only grows; compare it before and after reading. */
  advances(): number;
  /** Resolves when the log has advanced since `seen`, after `timeoutMs`, or when the lock is lost or no longer wanted. */
  advancedSince(seen: number, timeoutMs: number): Promise<void>;
  release(): Promise<void>;
}

/** Waits until nobody else holds the lock of this name. Null where the signal aborts first; throws where the database is away. */
export async function holdLock(pool: Pool, name: string, signal: AbortSignal): Promise<HeldLock | null> {
  const client = await pool.connect();
  const lost = new AbortController();
  const waiting = new Set<() => void>();
  let count = 0;
  const wake = (): void => {
    count++;
    for (const done of [...waiting]) done();
  };
  const onError = (error: Error): void => {
    lost.abort(error);
    wake();
  };
  client.on('error', onError);
  client.on('notification', wake);
  signal.addEventListener('abort', wake);
  const letGo = (broken: boolean): void => {
    client.off('error', onError);
    client.off('notification', wake);
    signal.removeEventListener('abort', wake);
    // The connection goes with its LISTEN and its lock.
    client.release(broken);
  };
  try {
    while (!signal.aborted) {
      const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1, hashtext($2)) as held', [WORKER_LOCKS, name]);
      if (rows[0]!.held) {
        await client.query('listen log_advanced');
        return {
          lost: lost.signal,
          advances: () => count,
          advancedSince: (seen, timeoutMs) =>
            new Promise((resolve) => {
              if (count !== seen || signal.aborted || lost.signal.aborted) return resolve();
              const done = (): void => {
                clearTimeout(timer);
                waiting.delete(done);
                resolve();
              };
              const timer = setTimeout(done, timeoutMs);
              waiting.add(done);
            }),
          release: async () => letGo(true),
        };
      }
      await pause(ASK_AGAIN_MS, signal);
    }
  } catch (error) {
    letGo(true);
    throw error;
  }
  letGo(false);
  return null;
}

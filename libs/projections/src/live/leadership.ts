import { pause } from '#libs/platform';
import { type Pool, type PoolClient } from 'pg';

/** Key of the advisory lock that the one running projector holds ("ledger projector"). */
const LEADER_LOCK = 7_365_202;
const ASK_AGAIN_MS = 1_000;

/** Held by a connection of its own: when the process or the connection dies, PostgreSQL gives it to the next that asks. */
export interface Leadership {
  /** Aborts when the connection, and with it the lock, is lost. */
  readonly lost: AbortSignal;
  resign(): Promise<void>;
}

/** Waits until no other projector leads. Null where `signal` aborts first. */
export async function lead(pool: Pool, signal: AbortSignal): Promise<Leadership | null> {
  const client = await pool.connect();
  const lost = new AbortController();
  const onError = (error: Error): void => lost.abort(error);
  client.on('error', onError);
  try {
    while (!signal.aborted) {
      const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [LEADER_LOCK]);
      if (rows[0]!.held) return { lost: lost.signal, resign: () => resign(client, onError, lost) };
      await pause(ASK_AGAIN_MS, signal);
    }
  } catch (error) {
    client.off('error', onError);
    client.release(true);
    throw error;
  }
  client.off('error', onError);
  client.release();
  return null;
}

async function resign(client: PoolClient, onError: (error: Error) => void, lost: AbortController): Promise<void> {
  if (!lost.signal.aborted) await client.query('select pg_advisory_unlock($1)', [LEADER_LOCK]).catch(onError);
  client.off('error', onError);
  client.release(lost.signal.aborted);
}

import { type Pool } from 'pg';
import { readCheckpoints } from '../generations/checkpoint.js';

/** Key of the advisory lock of whoever builds a generation ("ledger build"). */
const BUILD_LOCK = 7_365_203;

/**
 * One build at a time over all processes. Before it begins, generations that are neither live nor being built are dropped: what a build left
 * behind that was killed. The lock goes with the connection.
 */
export async function withBuildLock<T>(pool: Pool, work: () => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const onError = (error: Error): void => void (broken = error);
  client.on('error', onError);
  try {
    await client.query('select pg_advisory_lock($1)', [BUILD_LOCK]);
    const checkpoints = await readCheckpoints(client);
    const live = new Set([...checkpoints.values()].map(({ schema }) => schema));
    const { rows } = await client.query<{ schema: string }>(
      `select nspname as schema from pg_namespace where nspname ~ any (select '^' || name || '_[0-9]+$' from unnest($1::text[]) name)`,
      [[...checkpoints.keys()]],
    );
    for (const { schema } of rows) if (!live.has(schema)) await client.query(`drop schema ${schema} cascade`);
    const result = await work();
    await client.query('select pg_advisory_unlock($1)', [BUILD_LOCK]);
    return result;
  } catch (error) {
    // Closing the connection lets go of the lock, whatever state it is in.
    broken ??= error as Error;
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

import pg from 'pg';
import { databaseProblem } from './database-problem.js';

export interface PoolOptions {
  /** Shown as `application_name`, so that a session can be told from others. */
  readonly name: string;
  /** Connections at most. */
  readonly max?: number;
  /** Sent on connecting, e.g. `-c search_path=bullmq,public`. */
  readonly options?: string;
}

/**
 * A pool whose promises reject with `ProblemError` 503 where the server is gone (`DATABASE.UNAVAILABLE`) or full (`DATABASE.DISK_FULL`).
 * Callback and stream forms of `query` are left as they are. A connection that dies while idle is dropped, the next query opens another.
 */
export function createPool(url: string, { name, max = 10, options }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: `leadledger ${name}`,
    max,
    connectionTimeoutMillis: 15_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    ...(options && { options }),
  });
  // Without a listener the loss of an idle connection would end the process.
  pool.on('error', () => undefined);
  pool.query = translated(pool.query.bind(pool)) as typeof pool.query;
  pool.connect = translated(pool.connect.bind(pool)) as typeof pool.connect;
  return pool;
}

/**
 * One connection beside those of a pool, on which statements that nobody waits between travel together and cost one round trip. COPY and cursors
 * are refused on it. Whoever sends several at once waits for all of them (`allSent`).
 */
export function pipelineBeside(pool: pg.Pool): pg.Pool {
  const pipeline = new pg.Pool({ ...(pool.options as pg.PoolConfig), max: 1, pipeline: true });
  pipeline.on('error', () => undefined);
  pipeline.connect = translated(pipeline.connect.bind(pipeline)) as typeof pipeline.connect;
  return pipeline;
}

/** What several statements on one pipeline gave, once all have ended; throws the first that failed, which is the cause of those behind it. */
export async function allSent<T extends readonly Promise<unknown>[]>(
  sent: readonly [...T],
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const ended = await Promise.allSettled<unknown>(sent);
  const failed = ended.find((one): one is PromiseRejectedResult => one.status === 'rejected');
  if (failed) throw failed.reason;
  return ended.map((one) => (one as PromiseFulfilledResult<unknown>).value) as { -readonly [K in keyof T]: Awaited<T[K]> };
}

const isPipeline = (pool: pg.Pool): boolean => (pool.options as pg.PoolConfig).pipeline === true;

type AnyFunction = (...args: unknown[]) => unknown;

function translated(original: unknown): AnyFunction {
  return (...args) => {
    const result = (original as AnyFunction)(...args);
    if (!(result instanceof Promise)) return result;
    return result.catch((error: unknown) => {
      throw databaseProblem(error);
    });
  };
}

/**
 * Runs `work` in one transaction: committed when it resolves, rolled back when it throws. A connection on which the roll-back fails is closed.
 * Serialization failures and unique violations reach the caller as `pg` throws them. On a pipeline the beginning travels with what `work` sends first.
 */
export async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const onError = (error: Error): void => {
    broken = error;
  };
  client.on('error', onError);
  try {
    const begun = client.query('begin');
    const [, result] = isPipeline(pool) ? await allSent([begun, work(client)]) : [await begun, await work(client)];
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((cause: Error) => (broken = cause));
    throw databaseProblem(error);
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

import { canonicalJson, inTransaction, sha256 } from '#libs/platform';
import { withBuildLock } from '../rebuild/build-lock.js';
import { approach, buildGeneration, type BuildOptions, catchUp, dropGeneration } from '../rebuild/build-generation.js';
import { compareTables, type VerifiedTable } from './compare-tables.js';

interface VerifiedProjection {
  readonly name: string;
  readonly generation: number;
  readonly equal: boolean;
  /** Of the live tables, at the position compared. */
  readonly hash: string;
  readonly tables: readonly VerifiedTable[];
}

export interface VerifyResult {
  readonly equal: boolean;
  readonly position: number;
  readonly projections: readonly VerifiedProjection[];
}

/**
 * Builds every named projection from the log once more and compares it with the live one, table by table, at exactly the same position: the
 * comparison sees a snapshot taken under the lock of the checkpoints, so the runner goes on meanwhile. What was built is dropped.
 */
export const verifyProjections = (options: BuildOptions): Promise<VerifyResult> =>
  withBuildLock(options.pool, () => buildAndCompare(options));

async function buildAndCompare(options: BuildOptions): Promise<VerifyResult> {
  const { pool } = options;
  const built = await approach(options, await buildGeneration(options), true);
  const live = await pool.connect();
  const rebuilt = await pool.connect();
  let failed: Error | undefined;
  try {
    const { place, checkpoints } = await inTransaction(pool, async (tx) => {
      const caught = await catchUp(tx, options, built);
      await live.query('begin isolation level repeatable read read only');
      await live.query('select from projection.checkpoint');
      return { place: caught.built.place, checkpoints: caught.live };
    });
    await rebuilt.query('begin isolation level repeatable read read only');
    const projections: VerifiedProjection[] = [];
    for (const { buildable, schema } of built.parts) {
      const checkpoint = checkpoints.get(buildable.name)!;
      const tables: VerifiedTable[] = [];
      for (const table of buildable.tables) {
        tables.push(await compareTables({ client: live, schema: checkpoint.schema }, { client: rebuilt, schema }, table));
      }
      const hash = sha256(canonicalJson(tables.map(({ table, live: liveHash }) => [table, liveHash])));
      projections.push({
        name: buildable.name,
        generation: checkpoint.generation,
        equal: tables.every(({ equal }) => equal),
        hash,
        tables,
      });
      await pool.query('update projection.checkpoint set hash = $2, hash_position = $3 where name = $1 and generation = $4', [
        buildable.name,
        hash,
        place.position,
        checkpoint.generation,
      ]);
    }
    return { equal: projections.every(({ equal }) => equal), position: place.position, projections };
  } catch (error) {
    failed = error as Error;
    throw error;
  } finally {
    for (const client of [live, rebuilt]) {
      await client.query('rollback').catch((error: Error) => (failed = error));
      client.release(failed);
    }
    await dropGeneration(
      pool,
      built.parts.map(({ schema }) => schema),
    );
  }
}

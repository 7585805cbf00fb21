import { inTransaction, readSql } from '#libs/platform';
import { type Pool } from 'pg';
import { START_OF_LOG } from '../log-place.js';
import { type SequenceProjection } from '../sequence-projection.js';
import { putCheckpoint, readCheckpoints } from './checkpoint.js';
import { createGeneration, finishTables, showGeneration, spine, withSpine } from './tables.js';

/** Key of the advisory lock under which the schema is changed ("ledger read"). */
const SCHEMA_LOCK = 7_365_201;

/**
 * Makes sure that schema `read` has every view, empty where nothing was built yet. May run in several processes at once and any number of times.
 *
 * @returns names of projections whose rows must be built from the log first: new beside a spine that has entries, or of an older version.
 */
export async function prepareReadModels(pool: Pool, projections: readonly SequenceProjection[]): Promise<readonly string[]> {
  return await inTransaction(pool, async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [SCHEMA_LOCK]);
    await tx.query(readSql(import.meta.url, './book-keeping.sql'));
    const live = await readCheckpoints(tx);
    for (const buildable of withSpine(projections)) {
      if (live.has(buildable.name)) continue;
      const { generation, schema } = await createGeneration(tx, buildable);
      await finishTables(tx, schema, buildable);
      await showGeneration(tx, schema, buildable);
      const first = { name: buildable.name, version: buildable.version, generation, schema, ...START_OF_LOG };
      await putCheckpoint(tx, first);
      live.set(buildable.name, first);
    }
    const head = live.get(spine.name)!;
    return withSpine(projections)
      .filter(({ name, version }) => live.get(name)!.version !== version || live.get(name)!.position !== head.position)
      .map(({ name }) => name);
  });
}

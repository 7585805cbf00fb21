import { inTransaction } from '#libs/platform';
import { putCheckpoint } from '../generations/checkpoint.js';
import { showGeneration } from '../generations/tables.js';
import { withBuildLock } from './build-lock.js';
import { approach, buildGeneration, type BuildOptions, catchUp, dropGeneration } from './build-generation.js';

export interface RebuildResult {
  readonly projections: readonly {
    readonly name: string;
    readonly generation: number;
    readonly tables: Readonly<Record<string, number>>;
  }[];
  /** The live tables answer for the log up to here since the switch. */
  readonly position: number;
  readonly events: number;
  readonly seconds: number;
}

/**
 * Builds new generations beside the live ones and switches to them. Readers are served by the old rows until the switch commits. Events
 * appended meanwhile are caught up under the lock that every batch of the runner takes, so none is lost and none is there twice. A process
 * that dies on the way leaves the live generation as it was; what it had built is dropped by the next build. Builds wait for one another.
 */
export const rebuild = (options: BuildOptions): Promise<RebuildResult> => withBuildLock(options.pool, () => buildAndSwitch(options));

async function buildAndSwitch(options: BuildOptions): Promise<RebuildResult> {
  const started = performance.now();
  const built = await approach(options, await buildGeneration(options), false);
  const schemas = built.parts.map(({ schema }) => schema);
  try {
    const { place, replaced } = await inTransaction(options.pool, async (tx) => {
      const { built: complete, live } = await catchUp(tx, options, built);
      for (const { buildable, generation, schema } of complete.parts) {
        await showGeneration(tx, schema, buildable);
        await putCheckpoint(tx, { name: buildable.name, version: buildable.version, generation, schema, ...complete.place });
        await tx.query('delete from projection.parked where name = $1', [buildable.name]);
      }
      await tx.query(`select pg_notify('log_advanced', $1)`, [String(complete.place.position)]);
      return { place: complete.place, replaced: complete.parts.flatMap(({ buildable }) => live.get(buildable.name)?.schema ?? []) };
    });
    await dropGeneration(options.pool, replaced);
    const seconds = (performance.now() - started) / 1_000;
    return {
      projections: built.parts.map(({ buildable, generation }) => ({
        name: buildable.name,
        generation,
        tables: Object.fromEntries(buildable.tables.map(({ name }) => [name, built.rows.get(name) ?? 0])),
      })),
      position: place.position,
      events: built.place.position,
      seconds,
    };
  } catch (error) {
    await dropGeneration(options.pool, schemas);
    throw error;
  }
}

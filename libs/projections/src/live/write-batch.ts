import { GENESIS_DIGEST } from '#libs/contracts';
import { type StoredEvent } from '#libs/event-store';
import { inTransaction } from '#libs/platform';
import { type Pool, type PoolClient } from 'pg';
import { advanceCheckpoints, type Checkpoint, lockCheckpoints } from '../generations/checkpoint.js';
import { spine } from '../generations/tables.js';
import { type LogPlace } from '../log-place.js';
import { type SequenceProjection } from '../sequence-projection.js';
import { type ChainEnd, spineEntries } from '../spine/spine-entry.js';
import { writeEntries } from '../spine/write-entries.js';
import { applyBatch, type Target } from './apply-batch.js';
import { type Parked } from './park.js';

/** The ends of writing a batch. `lost`: another writer has moved on; nothing was written, and the place must be found again. */
export type BatchOutcome =
  | { readonly kind: 'written'; readonly place: LogPlace; readonly parked: readonly Parked[] }
  | { readonly kind: 'lost'; readonly names: readonly string[] };

class LostRace extends Error {
  constructor(readonly names: readonly string[]) {
    super(`Another writer moved ${names.join(', ')}`);
  }
}

/**
 * Writes the events that follow `from`: spine, rows of all projections and checkpoints in one transaction, then `NOTIFY log_advanced`.
 * Projections that stand elsewhere than the spine (being built) are left alone.
 */
export async function writeBatch(
  pool: Pool,
  projections: readonly SequenceProjection[],
  from: LogPlace,
  events: readonly StoredEvent[],
): Promise<BatchOutcome> {
  try {
    return await inTransaction(pool, async (tx) => {
      const checkpoints = await lockCheckpoints(tx);
      const head = checkpoints.get(spine.name);
      if (!head || head.position !== from.position || head.eventId !== from.eventId) throw new LostRace([spine.name]);
      const live = projections.flatMap((projection) => {
        const checkpoint = checkpoints.get(projection.name);
        return checkpoint?.position === head.position && checkpoint.version === projection.version ? [{ projection, checkpoint }] : [];
      });
      const entries = spineEntries(events, await chainEnd(tx, head));
      await writeEntries(tx, head.schema, entries);
      const targets: Target[] = live.map(({ projection, checkpoint }) => ({ projection, schema: checkpoint.schema }));
      const parked = await applyBatch(tx, head.schema, targets, entries);
      const last = entries.at(-1)!;
      const place = { position: last.position, eventId: last.event.id, storePosition: last.event.storePosition };
      await advance(tx, [head, ...live.map(({ checkpoint }) => checkpoint)], place);
      await tx.query(`select pg_notify('log_advanced', $1)`, [String(place.position)]);
      return { kind: 'written', place, parked };
    });
  } catch (error) {
    if (error instanceof LostRace) return { kind: 'lost', names: error.names };
    throw error;
  }
}

async function advance(tx: PoolClient, seen: readonly Checkpoint[], place: LogPlace): Promise<void> {
  const outcome = await advanceCheckpoints(tx, seen, place);
  if (outcome.kind === 'lost') throw new LostRace(outcome.names);
}

/** The digest at the end of the spine. */
export async function chainEnd(
  tx: Pick<PoolClient, 'query'>,
  head: { readonly schema: string; readonly position: number },
): Promise<ChainEnd> {
  if (head.position === 0) return { position: 0, digest: GENESIS_DIGEST };
  const { rows } = await tx.query<{ digest: string }>(
    `select encode(digest, 'hex') as digest from ${head.schema}.log_entry where position = $1`,
    [head.position],
  );
  return { position: head.position, digest: rows[0]!.digest };
}

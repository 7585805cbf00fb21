import { type PoolClient } from 'pg';
import { type LogPlace } from '../log-place.js';

/** The live generation of a projection and how far it has read. */
export interface Checkpoint extends LogPlace {
  readonly name: string;
  readonly version: number;
  readonly generation: number;
  readonly schema: string;
}

interface CheckpointRow {
  name: string;
  version: number;
  generation: number;
  schema_name: string;
  position: string;
  event_id: string | null;
  store_commit: string | null;
  store_prepare: string | null;
}

const SELECT = `select name, version, generation, schema_name, position, event_id, store_commit, store_prepare from projection.checkpoint`;

const checkpointOf = (row: CheckpointRow): Checkpoint => ({
  name: row.name,
  version: row.version,
  generation: row.generation,
  schema: row.schema_name,
  position: Number(row.position),
  eventId: row.event_id,
  storePosition:
    row.store_commit === null ? null : { commit: BigInt(row.store_commit), prepare: BigInt(row.store_prepare ?? row.store_commit) },
});

type Queryable = Pick<PoolClient, 'query'>;

export async function readCheckpoints(db: Queryable): Promise<Map<string, Checkpoint>> {
  const { rows } = await db.query<CheckpointRow>(SELECT);
  return new Map(rows.map((row) => [row.name, checkpointOf(row)]));
}

/**
 * All checkpoints, locked until the transaction ends. Whoever writes rows or switches generations begins here, so a batch and a cut-over
 * never overlap. Rows are locked in the order of names: no deadlock.
 */
export async function lockCheckpoints(tx: PoolClient): Promise<Map<string, Checkpoint>> {
  const { rows } = await tx.query<CheckpointRow>({ name: 'lock-checkpoints', text: `${SELECT} order by name for update` });
  return new Map(rows.map((row) => [row.name, checkpointOf(row)]));
}

/** The ends of the race to advance a checkpoint. `lost` names what another writer had already moved or switched: nothing may be committed. */
export type AdvanceOutcome = { readonly kind: 'advanced' } | { readonly kind: 'lost'; readonly names: readonly string[] };

/** Compare-and-set: moves checkpoints that are still where the writer saw them. */
export async function advanceCheckpoints(tx: PoolClient, seen: readonly Checkpoint[], to: LogPlace): Promise<AdvanceOutcome> {
  const { rows } = await tx.query<{ name: string }>({
    name: 'advance-checkpoints',
    text: `update projection.checkpoint c
       set position = $4, event_id = $5, store_commit = $6, store_prepare = $7, advanced_at = now()
      from unnest($1::text[], $2::integer[], $3::bigint[]) as seen (name, generation, position)
     where c.name = seen.name and c.generation = seen.generation and c.position = seen.position
    returning c.name`,
    values: [
      seen.map(({ name }) => name),
      seen.map(({ generation }) => generation),
      seen.map(({ position }) => position),
      to.position,
      to.eventId,
      to.storePosition?.commit.toString() ?? null,
      to.storePosition?.prepare.toString() ?? null,
    ],
  });
  if (rows.length === seen.length) return { kind: 'advanced' };
  const moved = new Set(rows.map(({ name }) => name));
  return { kind: 'lost', names: seen.map(({ name }) => name).filter((name) => !moved.has(name)) };
}

/** Records a new live generation, or the first. */
export async function putCheckpoint(tx: PoolClient, checkpoint: Checkpoint): Promise<void> {
  await tx.query(
    `insert into projection.checkpoint (name, version, generation, schema_name, position, event_id, store_commit, store_prepare)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (name) do update set version = excluded.version, generation = excluded.generation, schema_name = excluded.schema_name,
       position = excluded.position, event_id = excluded.event_id, store_commit = excluded.store_commit, store_prepare = excluded.store_prepare,
       built_at = now(), advanced_at = now(), hash = null, hash_position = null`,
    [
      checkpoint.name,
      checkpoint.version,
      checkpoint.generation,
      checkpoint.schema,
      checkpoint.position,
      checkpoint.eventId,
      checkpoint.storePosition?.commit.toString() ?? null,
      checkpoint.storePosition?.prepare.toString() ?? null,
    ],
  );
}

import { type EventLog } from '#libs/event-store';
import { type Pool } from 'pg';
import { readCheckpoints } from '../generations/checkpoint.js';

export interface ProjectionStatus {
  readonly name: string;
  readonly version: number;
  readonly generation: number;
  /** Dense position up to which its rows answer, as a decimal string. */
  readonly position: string;
  /** Events of ours in the log that it has not read yet; counted up to `LAG_COUNTED`. */
  readonly lag: number;
  /** SHA-256 of its tables as last verified, and at which position; null before the first `verify`. */
  readonly hash: string | null;
  readonly hashPosition: string | null;
  readonly parked: readonly { readonly stream: string; readonly position: string; readonly reason: string }[];
}

/** Beyond this many, the lag is not counted any further: each that is counted is read, while the projector has its own to read. */
const LAG_COUNTED = 1_000;

/** How far each projection has got, and what stands still. */
export async function projectionStatus({ pool, log }: { pool: Pool; log: EventLog }): Promise<readonly ProjectionStatus[]> {
  const checkpoints = [...(await readCheckpoints(pool)).values()];
  const parked = await pool.query<{ name: string; stream: string; position: string; reason: string }>(
    'select name, stream, position, reason from projection.parked order by name, position',
  );
  const hashes = await pool.query<{ name: string; hash: string | null; hash_position: string | null }>(
    'select name, hash, hash_position from projection.checkpoint',
  );
  const lags = new Map<number, number>();
  for (const { position, storePosition } of checkpoints) {
    if (lags.has(position)) continue;
    let lag = 0;
    for await (const _ of log.readAll({ ...(storePosition && { after: storePosition }), limit: LAG_COUNTED })) lag++;
    lags.set(position, lag);
  }
  return checkpoints
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, version, generation, position }) => {
      const hash = hashes.rows.find((row) => row.name === name);
      return {
        name,
        version,
        generation,
        position: String(position),
        lag: lags.get(position)!,
        hash: hash?.hash ?? null,
        hashPosition: hash?.hash_position ?? null,
        parked: parked.rows
          .filter((row) => row.name === name)
          .map(({ stream, position: at, reason }) => ({ stream, position: at, reason })),
      };
    });
}

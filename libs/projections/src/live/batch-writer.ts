import { GENESIS_DIGEST } from '#libs/contracts';
import { type StoredEvent } from '#libs/event-store';
import { allSent, inTransaction, pipelineBeside } from '#libs/platform';
import { type Pool, type PoolClient } from 'pg';
import { advanceCheckpoints, lockCheckpoints } from '../generations/checkpoint.js';
import { spine } from '../generations/tables.js';
import { type LogPlace } from '../log-place.js';
import { type SequenceProjection } from '../sequence-projection.js';
import { entryStatement } from '../spine/entry-statement.js';
import { readStreams } from '../spine/read-streams.js';
import { type ChainEnd, spineEntries } from '../spine/spine-entry.js';
import { begunBefore, planBatch, type Target, touchedBy } from './batch-plan.js';
import { changeStatements, isDataError, writeCarefully } from './change-statements.js';
import { park, type Parked, parkedAmong } from './park.js';

/** The ends of writing a batch. `lost`: another writer has moved on; nothing was written, and the place must be found again. */
export type BatchOutcome =
  | { readonly kind: 'written'; readonly place: LogPlace; readonly parked: readonly Parked[] }
  | { readonly kind: 'lost'; readonly names: readonly string[] };

class LostRace extends Error {
  constructor(readonly names: readonly string[]) {
    super(`Another writer moved ${names.join(', ')}`);
  }
}

/** Schema of the views of what is live. */
const LIVE = 'read';

/**
 * Writes batches of events to the live generations: spine, rows of all projections and checkpoints in one transaction of three round trips (what
 * is asked, what is written, the commit), then `NOTIFY log_advanced` (ADR 0311).
 */
export class BatchWriter {
  private readonly pipeline: Pool;

  constructor(
    pool: Pool,
    private readonly projections: readonly SequenceProjection[],
  ) {
    this.pipeline = pipelineBeside(pool);
  }

  /**
   * The events that follow `from`. A sequence that cannot be folded or whose rows PostgreSQL refuses is parked, with the reason, in the same
   * transaction; the others go on. Projections that stand elsewhere than the spine (being built) are left alone.
   */
  async write(from: LogPlace, events: readonly StoredEvent[]): Promise<BatchOutcome> {
    try {
      return await this.attempt(from, events, false).catch((error: unknown) => {
        if (!isDataError(error)) throw error;
        return this.attempt(from, events, true);
      });
    } catch (error) {
      if (error instanceof LostRace) return { kind: 'lost', names: error.names };
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.pipeline.end();
  }

  /** `carefully`: some row is refused, and which is found by writing one sequence after another. */
  private async attempt(from: LogPlace, events: readonly StoredEvent[], carefully: boolean): Promise<BatchOutcome> {
    const touched = touchedBy(events, from.position, this.projections);
    return await inTransaction(this.pipeline, async (tx) => {
      const [checkpoints, end, stillParked, before] = await allSent([
        lockCheckpoints(tx),
        chainEnd(tx, LIVE, from.position),
        parkedAmong(tx, [...touched.keys()]),
        readStreams(tx, LIVE, begunBefore(touched), from.position),
      ]);
      const head = checkpoints.get(spine.name);
      if (!head || head.position !== from.position || head.eventId !== from.eventId) throw new LostRace([spine.name]);
      const live = this.projections.flatMap((projection) => {
        const checkpoint = checkpoints.get(projection.name);
        return checkpoint?.position === head.position && checkpoint.version === projection.version ? [{ projection, checkpoint }] : [];
      });
      const entries = spineEntries(events, end!);
      const targets: Target[] = live.map(({ projection, checkpoint }) => ({ projection, schema: checkpoint.schema }));
      const plan = planBatch(targets, touched, before, stillParked);
      const refused = carefully ? await writeCarefully(tx, plan.changes) : [];
      const parked = [...plan.parked, ...refused];
      const last = entries.at(-1)!;
      const place = { position: last.position, eventId: last.event.id, storePosition: last.event.storePosition };
      const [outcome] = await allSent([
        advanceCheckpoints(tx, [head, ...live.map(({ checkpoint }) => checkpoint)], place),
        ...[entryStatement(head.schema, entries), ...(carefully ? [] : changeStatements(plan.changes))].map((each) => tx.query(each)),
        ...parked.map((one) => park(tx, one)),
        tx.query(`select pg_notify('log_advanced', $1)`, [String(place.position)]),
      ]);
      if (outcome.kind === 'lost') throw new LostRace(outcome.names);
      return { kind: 'written', place, parked };
    });
  }
}

/** The digest at the end of the spine as far as a position; null where it has no such entry. */
export async function chainEnd(tx: Pick<PoolClient, 'query'>, schema: string, position: number): Promise<ChainEnd | null> {
  if (position === 0) return { position: 0, digest: GENESIS_DIGEST };
  const { rows } = await tx.query<{ digest: string }>({
    name: `chain-end-${schema}`,
    text: `select encode(digest, 'hex') as digest from ${schema}.log_entry where position = $1`,
    values: [position],
  });
  return rows[0] ? { position, digest: rows[0].digest } : null;
}

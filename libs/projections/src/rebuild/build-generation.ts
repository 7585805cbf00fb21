import { tmpdir } from 'node:os';
import { type EventLog } from '#libs/event-store';
import { inTransaction, invalid, notFound } from '#libs/platform';
import { type Pool, type PoolClient } from 'pg';
import { type Checkpoint, lockCheckpoints, readCheckpoints } from '../generations/checkpoint.js';
import { type Buildable, createGeneration, finishTables, spine, withSpine } from '../generations/tables.js';
import { begunBefore, planBatch, type Target, touchedBy } from '../live/batch-plan.js';
import { BatchWriter, chainEnd } from '../live/batch-writer.js';
import { writeChanges } from '../live/change-statements.js';
import { findPlace } from '../live/find-place.js';
import { type LogPlace } from '../log-place.js';
import { type SequenceProjection } from '../sequence-projection.js';
import { entryStatement } from '../spine/entry-statement.js';
import { readStreams } from '../spine/read-streams.js';
import { spineEntries } from '../spine/spine-entry.js';
import { loadRows } from './load-rows.js';
import { readLog } from './read-log.js';
import { Spill } from './spill.js';

export interface BuildOptions {
  readonly log: EventLog;
  readonly pool: Pool;
  /** All projections of the installation. */
  readonly projections: readonly SequenceProjection[];
  /** Which to build; `spine` is one. Default all. */
  readonly names?: readonly string[];
  /** Where events are spilled; as much room as the log. Default the system's. */
  readonly tempDir?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly stage: 'reading' | 'loading' | 'indexing' | 'catching-up'; readonly events: number }) => void;
}

/** A generation beside the live one: complete up to `place`, indexed, not shown yet. */
export interface BuiltGeneration {
  readonly parts: readonly { readonly buildable: Buildable; readonly generation: number; readonly schema: string }[];
  readonly place: LogPlace;
  readonly rows: ReadonlyMap<string, number>;
}

/** Events of one part of the spill: a rebuild holds two parts and their rows in memory, some 15 KB an event. */
const EVENTS_A_PART = 4_000;
/** Each is a file that is open, and up to 32 KiB in memory. */
const MOST_PARTS = 2_000;
/** Where nothing was built yet, nothing says how long the log is: enough parts for ten million events. */
const UNKNOWN_LENGTH = 1_000;
/** The catch-up under the lock begins when no more than this is missing. */
const NEARLY_THERE = 1_000;
const LIVE_BATCH = 500;
/** PostgreSQL's, for each of the few index builds at once. */
const INDEX_MEMORY = '128MB';

const partsFor = (events: number): number =>
  events === 0 ? UNKNOWN_LENGTH : Math.min(MOST_PARTS, Math.max(16, Math.ceil(events / EVENTS_A_PART)));

/** Builds new generations of the named projections from one read of the log. The live ones are not touched. On an error nothing is left. */
export async function buildGeneration(options: BuildOptions): Promise<BuiltGeneration> {
  const { log, pool, projections, signal, onProgress } = options;
  const buildables = chosen(projections, options.names);
  const parts = await inTransaction(pool, async (tx) => {
    const created = [];
    for (const buildable of buildables) created.push({ buildable, ...(await createGeneration(tx, buildable)) });
    return created;
  });
  const expected = (await readCheckpoints(pool)).get(spine.name)?.position ?? 0;
  const spill = await Spill.open(options.tempDir ?? tmpdir(), partsFor(expected));
  try {
    const targets = targetsOf(parts, projections);
    const place = await readLog({
      log,
      pool,
      spill,
      categories: new Set(targets.flatMap(({ projection }) => projection.streams)),
      spineSchema: parts.find(isSpine)?.schema ?? null,
      ...(signal && { signal }),
      onProgress: (events) => onProgress?.({ stage: 'reading', events }),
    });
    onProgress?.({ stage: 'loading', events: place.position });
    // The spine is complete: its indexes are made while the others are loaded.
    const [spinePart, others] = [parts.filter(isSpine), parts.filter((part) => !isSpine(part))];
    const [loaded] = await Promise.all([loadRows(pool, targets, spill), ...spinePart.map((part) => finish(pool, part))]);
    onProgress?.({ stage: 'indexing', events: place.position });
    await Promise.all(others.map((part) => finish(pool, part)));
    const rows = new Map(spinePart.length > 0 ? [...loaded, ['log_entry', place.position] as const] : loaded);
    signal?.throwIfAborted();
    return { parts, place, rows };
  } catch (error) {
    await dropGeneration(
      pool,
      parts.map(({ schema }) => schema),
    );
    throw error;
  } finally {
    await spill.remove();
  }
}

type Part = BuiltGeneration['parts'][number];
const isSpine = ({ buildable }: Part): boolean => buildable.name === spine.name;

async function finish(pool: Pool, { schema, buildable }: Part): Promise<void> {
  await inTransaction(pool, async (tx) => {
    await tx.query(`set local maintenance_work_mem = '${INDEX_MEMORY}'`);
    await finishTables(tx, schema, buildable);
    for (const table of buildable.tables) await tx.query(`analyze ${schema}.${table.name}`);
  });
}

/** Whether nothing of the live generation would remain beside what was built. */
const replacesAll = (built: BuiltGeneration, projections: readonly SequenceProjection[]): boolean =>
  built.parts.length === projections.length + 1;

/**
 * Brings the built generation and the live one to within reach of each other, so that the lock under which they meet is short. Where the live
 * one lags behind (no runner, or a slow one), its batches are written from here: a runner that does the same only loses a race.
 */
export async function approach(options: BuildOptions, built: BuiltGeneration, liveMustFollow: boolean): Promise<BuiltGeneration> {
  const { pool, log, projections, signal, onProgress } = options;
  let nearer = built;
  for (;;) {
    signal?.throwIfAborted();
    const live = (await readCheckpoints(pool)).get(spine.name)!;
    const ahead = nearer.place.position - live.position;
    if (ahead > 0 && (liveMustFollow || !replacesAll(built, projections))) {
      const place = await findPlace(log, pool, live);
      const events = [];
      for await (const event of log.readAll({
        ...(place.storePosition && { after: place.storePosition }),
        limit: Math.min(ahead, LIVE_BATCH),
      }))
        events.push(event);
      const writer = new BatchWriter(pool, projections);
      await writer.write(place, events).finally(() => writer.close());
    } else if (-ahead > NEARLY_THERE) {
      const from = nearer;
      nearer = await inTransaction(pool, (tx) => followTo(tx, options, from, Math.min(live.position, from.place.position + NEARLY_THERE)));
      if (nearer === from) return nearer;
      onProgress?.({ stage: 'catching-up', events: nearer.place.position });
    } else return nearer;
  }
}

/**
 * Under the lock of the checkpoints: brings the generation to exactly where the live ones stand. The runner waits meanwhile, so nothing it
 * writes afterwards can be missing here. Errors: 422 `LOG.DIFFERS` where live rows would remain that come from another log.
 */
export async function catchUp(
  tx: PoolClient,
  options: BuildOptions,
  built: BuiltGeneration,
): Promise<{ built: BuiltGeneration; live: Map<string, Checkpoint> }> {
  const live = await lockCheckpoints(tx);
  const head = live.get(spine.name)!;
  const complete = await followTo(tx, options, built, head.position);
  const meets = complete.place.position === head.position && complete.place.eventId === head.eventId;
  if (!meets && !replacesAll(built, options.projections)) {
    const message = `The live tables stand at event ${head.eventId} (position ${head.position}), which the log does not have there: rebuild everything, spine included`;
    throw invalid({ code: 'LOG.DIFFERS', message });
  }
  return { built: complete, live };
}

async function followTo(
  tx: PoolClient,
  { log, projections }: BuildOptions,
  built: BuiltGeneration,
  position: number,
): Promise<BuiltGeneration> {
  const missing = position - built.place.position;
  if (missing <= 0) return built;
  const events = [];
  const { storePosition } = built.place;
  for await (const event of log.readAll({ ...(storePosition && { after: storePosition }), limit: missing })) events.push(event);
  const ownSpine = built.parts.find(isSpine)?.schema;
  const liveSpine = ownSpine ?? (await readCheckpoints(tx)).get(spine.name)!.schema;
  const { position: after } = built.place;
  const entries = spineEntries(events, (await chainEnd(tx, liveSpine, after))!);
  const last = entries.at(-1);
  if (!last) return built;
  const touched = touchedBy(events, after, projections);
  const before = await readStreams(tx, liveSpine, begunBefore(touched), after);
  // What stands still in the live generation does not in a new one.
  const plan = planBatch(targetsOf(built.parts, projections), touched, before, new Set());
  if (ownSpine) await tx.query(entryStatement(ownSpine, entries));
  const parked = [...plan.parked, ...(await writeChanges(tx, plan.changes))];
  if (parked[0])
    throw new Error(`The rebuild of ${parked[0].name} stopped at ${parked[0].stream}, position ${parked[0].position}: ${parked[0].reason}`);
  return { ...built, place: { position: last.position, eventId: last.event.id, storePosition: last.event.storePosition } };
}

export async function dropGeneration(pool: Pool, schemas: readonly string[]): Promise<void> {
  for (const schema of schemas) await pool.query(`drop schema if exists ${schema} cascade`);
}

function chosen(projections: readonly SequenceProjection[], names: readonly string[] | undefined): readonly Buildable[] {
  const all = withSpine(projections);
  if (!names) return all;
  const missing = names.filter((name) => !all.some((buildable) => buildable.name === name));
  if (missing.length > 0) {
    throw notFound(
      'PROJECTION.NOT_FOUND',
      `There is no projection ${missing.join(', ')}; there are ${all.map(({ name }) => name).join(', ')}`,
    );
  }
  return all.filter(({ name }) => names.includes(name));
}

const targetsOf = (parts: BuiltGeneration['parts'], projections: readonly SequenceProjection[]): Target[] =>
  projections.flatMap((projection) => {
    const part = parts.find(({ buildable }) => buildable.name === projection.name);
    return part ? [{ projection, schema: part.schema }] : [];
  });

import { type PositionedEvent } from '#libs/contracts';
import { type PoolClient } from 'pg';
import { categoryOf, type ReadTable, type SequenceProjection } from '../sequence-projection.js';
import { currentEvents, type StoredEntry } from '../spine/positioned-event.js';
import { readStreams } from '../spine/read-streams.js';
import { type SpineEntry } from '../spine/spine-entry.js';
import { park, type Parked, parkedAmong, parkedKey } from './park.js';
import { rowChanges, type RowChanges } from './row-changes.js';
import { writeRows } from './write-rows.js';

/** A generation of a projection that the batch is written to. */
export interface Target {
  readonly projection: SequenceProjection;
  readonly schema: string;
}

interface SequenceChange {
  readonly target: Target;
  readonly stream: string;
  readonly first: StoredEntry;
  readonly tables: ReadonlyMap<ReadTable, RowChanges>;
}

/** PostgreSQL's classes of errors that are the fault of the rows: data exception and integrity constraint violation. */
const DATA_ERROR = /^2[23]/;

/**
 * Brings the rows of every sequence that the batch touches to where they stand after it. The batch is already in the spine of `spineSchema`.
 * A sequence that cannot be folded or whose rows PostgreSQL refuses is parked, with the reason, in the same transaction; the others go on.
 *
 * @returns the sequences that this batch parked.
 */
export async function applyBatch(
  tx: PoolClient,
  spineSchema: string,
  targets: readonly Target[],
  batch: readonly SpineEntry[],
  generation: 'live' | 'new' = 'live',
): Promise<readonly Parked[]> {
  const touched = bySequence(batch, new Set(targets.flatMap(({ projection }) => projection.streams)));
  if (touched.size === 0) return [];
  const streams = [...touched.keys()];
  // What stands still in the live generation does not in a new one, which parks nothing: its caller stops.
  const stillParked = generation === 'live' ? await parkedAmong(tx, streams) : new Set<string>();
  const older = streams.filter((stream) => touched.get(stream)![0]!.event.revision > 0);
  const before = await readStreams(tx, spineSchema, older, batch[0]!.position - 1);

  const parked: Parked[] = [];
  const changes: SequenceChange[] = [];
  for (const [stream, entries] of touched) {
    const step = stepOf(stream, before.get(stream) ?? [], entries);
    for (const target of targets) {
      const { name } = target.projection;
      if (!target.projection.streams.includes(categoryOf(stream)) || stillParked.has(parkedKey(name, stream))) continue;
      try {
        const tables = changesOf(target.projection, step);
        if (tables.size > 0) changes.push({ target, stream, first: entries[0]!, tables });
      } catch (error) {
        parked.push(poison(name, stream, firstUnreadable(target.projection, stream, before.get(stream) ?? [], entries), error));
      }
    }
  }
  parked.push(...(await writeChanges(tx, changes)));
  if (generation === 'live') for (const one of parked) await park(tx, one);
  return parked;
}

function bySequence(batch: readonly SpineEntry[], categories: ReadonlySet<string>): Map<string, StoredEntry[]> {
  const touched = new Map<string, StoredEntry[]>();
  for (const { position, event } of batch) {
    if (!categories.has(categoryOf(event.stream))) continue;
    const entries = touched.get(event.stream);
    if (entries) entries.push({ position, event });
    else touched.set(event.stream, [{ position, event }]);
  }
  return touched;
}

/** A sequence before and after a batch, read once for all projections. */
interface Step {
  readonly stream: string;
  /** Null where the sequence begins with the batch. */
  readonly before: (() => readonly PositionedEvent[]) | null;
  readonly after: () => readonly PositionedEvent[];
}

function stepOf(stream: string, before: readonly StoredEntry[], entries: readonly StoredEntry[]): Step {
  const added = currentEvents(entries);
  if (before.length === 0) return { stream, before: null, after: added };
  const old = currentEvents(before);
  let after: readonly PositionedEvent[] | null = null;
  return { stream, before: old, after: () => (after ??= [...old(), ...added()]) };
}

/** The rows before and after, compared: what follow-ups change of ownership is nothing, and then nothing is written. */
function changesOf(projection: SequenceProjection, { stream, before, after }: Step): Map<ReadTable, RowChanges> {
  const rowsBefore = before ? projection.rowsOf(stream, before()) : {};
  const rowsAfter = projection.rowsOf(stream, after());
  const changes = new Map<ReadTable, RowChanges>();
  for (const table of projection.tables) {
    const change = rowChanges(rowsBefore[table.name] ?? [], rowsAfter[table.name] ?? []);
    if (change.add.length > 0 || change.remove.length > 0) changes.set(table, change);
  }
  return changes;
}

/** The event that the fold cannot get past. */
function firstUnreadable(
  projection: SequenceProjection,
  stream: string,
  before: readonly StoredEntry[],
  entries: readonly StoredEntry[],
): StoredEntry {
  for (let count = 1; count < entries.length; count++) {
    try {
      changesOf(projection, stepOf(stream, before, entries.slice(0, count)));
    } catch {
      // The reason is the one that the whole batch gave; here only the place is looked for.
      return entries[count - 1]!;
    }
  }
  return entries.at(-1)!;
}

/** All at once; only where the rows are refused, one sequence after another, to find the one that is at fault. */
async function writeChanges(tx: PoolClient, changes: readonly SequenceChange[]): Promise<readonly Parked[]> {
  if (changes.length === 0) return [];
  await tx.query('savepoint batch');
  try {
    await writeTogether(tx, changes);
    await tx.query('release savepoint batch');
    return [];
  } catch (error) {
    if (!isDataError(error)) throw error;
    await tx.query('rollback to savepoint batch');
  }
  const parked: Parked[] = [];
  for (const change of changes) {
    await tx.query('savepoint sequence');
    try {
      await writeTogether(tx, [change]);
      await tx.query('release savepoint sequence');
    } catch (error) {
      if (!isDataError(error)) throw error;
      await tx.query('rollback to savepoint sequence');
      parked.push(poison(change.target.projection.name, change.stream, change.first, error));
    }
  }
  return parked;
}

async function writeTogether(tx: PoolClient, changes: readonly SequenceChange[]): Promise<void> {
  const byTable = new Map<
    ReadTable,
    { schema: string; changes: { remove: RowChanges['remove'][number][]; add: RowChanges['add'][number][] } }
  >();
  for (const { target, tables } of changes) {
    for (const [table, change] of tables) {
      let collected = byTable.get(table);
      if (!collected) byTable.set(table, (collected = { schema: target.schema, changes: { remove: [], add: [] } }));
      collected.changes.remove.push(...change.remove);
      collected.changes.add.push(...change.add);
    }
  }
  for (const [table, collected] of byTable) await writeRows(tx, collected.schema, table, collected.changes);
}

const isDataError = (error: unknown): boolean => DATA_ERROR.test((error as { code?: string }).code ?? '');

const poison = (name: string, stream: string, { position, event }: StoredEntry, error: unknown): Parked => ({
  name,
  stream,
  position,
  eventId: event.id,
  reason: error instanceof Error ? error.message : String(error),
});

import { type PositionedEvent } from '#libs/contracts';
import { type StoredEvent } from '#libs/event-store';
import { categoryOf, type ReadTable, type SequenceProjection } from '../sequence-projection.js';
import { currentEvents, type StoredEntry } from '../spine/positioned-event.js';
import { type Parked, parkedKey } from './park.js';
import { rowChanges, type RowChanges } from './row-changes.js';

/** A generation of a projection that the batch is written to. */
export interface Target {
  readonly projection: SequenceProjection;
  readonly schema: string;
}

/** What a batch changes of one sequence in one projection. */
export interface SequenceChange {
  readonly target: Target;
  readonly stream: string;
  readonly first: StoredEntry;
  readonly tables: ReadonlyMap<ReadTable, RowChanges>;
}

/** The sequences that a batch touches, with what it brings them. */
export type Touched = ReadonlyMap<string, readonly StoredEntry[]>;

/** @param after the position before that of the first event. */
export function touchedBy(events: readonly StoredEvent[], after: number, projections: readonly SequenceProjection[]): Touched {
  const categories = new Set(projections.flatMap(({ streams }) => streams));
  const touched = new Map<string, StoredEntry[]>();
  events.forEach((event, index) => {
    if (!categories.has(categoryOf(event.stream))) return;
    const entry = { position: after + 1 + index, event };
    const entries = touched.get(event.stream);
    if (entries) entries.push(entry);
    else touched.set(event.stream, [entry]);
  });
  return touched;
}

/** Those of them that did not begin with the batch. */
export const begunBefore = (touched: Touched): readonly string[] =>
  [...touched].flatMap(([stream, entries]) => (entries[0]!.event.revision > 0 ? [stream] : []));

/**
 * How the rows of every touched sequence come to where they stand after the batch. A sequence that cannot be folded is parked, with the reason;
 * those in `stillParked` stand still.
 */
export function planBatch(
  targets: readonly Target[],
  touched: Touched,
  before: ReadonlyMap<string, readonly StoredEntry[]>,
  stillParked: ReadonlySet<string>,
): { readonly changes: readonly SequenceChange[]; readonly parked: readonly Parked[] } {
  const parked: Parked[] = [];
  const changes: SequenceChange[] = [];
  for (const [stream, entries] of touched) {
    const older = before.get(stream) ?? [];
    const step = stepOf(stream, older, entries);
    for (const target of targets) {
      const { projection } = target;
      if (!projection.streams.includes(categoryOf(stream)) || stillParked.has(parkedKey(projection.name, stream))) continue;
      try {
        const tables = changesOf(projection, step);
        if (tables.size > 0) changes.push({ target, stream, first: entries[0]!, tables });
      } catch (error) {
        parked.push(poison(projection.name, stream, firstUnreadable(projection, stream, older, entries), error));
      }
    }
  }
  return { changes, parked };
}

export const poison = (name: string, stream: string, { position, event }: StoredEntry, error: unknown): Parked => ({
  name,
  stream,
  position,
  eventId: event.id,
  reason: error instanceof Error ? error.message : String(error),
});

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

import { type EventMetadata, type EventType, type PositionedEvent, type SealedEvent, upcast } from '#libs/contracts';
import { concurrently, type Logger, pause, readSql } from '#libs/platform';
import { type Pool } from 'pg';
import { readCheckpoint, type Since, spineWith, writeCheckpoint, writeTrouble } from './checkpoint.js';
import { holdLock } from './hold-lock.js';

/** Does what an event asks for, by sending commands whose ids it derives from the event's: done twice it does no harm. */
export type Reaction<T extends EventType = EventType> = (entry: PositionedEvent<T>) => Promise<void>;
export type Reactions = { readonly [T in EventType]?: Reaction<T> };

export interface ReactionRunnerOptions {
  /** Holds the spine (`read.log_entry`) and the schema `worker`. */
  readonly pool: Pool;
  /** Names the checkpoint; frozen once it has run. */
  readonly name: string;
  readonly handlers: Reactions;
  readonly since: Since;
  /** Beginning of the names of streams, such as `policy-sla-`: while the log has none of them, there is nothing to react to and nothing is read. */
  readonly onlyWith?: string;
  readonly logger: Logger;
  /** Streams at once; default 32. */
  readonly concurrency?: number;
  /** Told when an event cannot be reacted to; the runner stands still there and tries again. */
  readonly onTrouble?: (trouble: { readonly name: string; readonly error: unknown; readonly failures: number }) => void;
}

export interface ReactionRunner {
  readonly name: string;
  /** Follows the log until the signal aborts; beside another runner of the same name it waits until that one is gone. Never throws. */
  run(signal: AbortSignal): Promise<void>;
  /** Reacts to everything that is in the spine now, and returns how many events that were. Throws what a handler throws. */
  catchUp(): Promise<number>;
}

const BATCH = 500;
const FIRST_RETRY_MS = 200;
const LONGEST_RETRY_MS = 30_000;
/** A notification can be lost with its connection: then the runner looks for itself. */
const LOOK_MS = 1_000;
/** While much is being written, so long is gathered before the next look: a look costs more than an event. */
const GATHER_MS = 100;
/** Positions at most that are looked at again after a start. */
const WRITE_EVERY = 5_000;

/** How far the log was read, and how far the table knows. */
interface Place {
  read: number;
  written: number;
}

/**
 * Follows the log after a checkpoint of its own and calls one handler per event type.
 *
 * Guarantees: every event is handled at least once, those of one stream in their order and one after the other, those of different streams at
 * once. A handler that fails stops the runner at its batch: it is tried again with growing pauses, the reason stands in `worker.checkpoint`,
 * and nothing is skipped. One runner of a name works at a time (advisory lock); a process that dies hands over with its connection.
 */
export function createReactionRunner(options: ReactionRunnerOptions): ReactionRunner {
  const { pool, name, handlers, since, onlyWith, logger, concurrency = 32, onTrouble } = options;
  const types = Object.keys(handlers);
  let needed = onlyWith === undefined;

  /** One batch; the number of events handled. Fewer than `BATCH`: all that was there when it was asked. */
  async function step(place: Place): Promise<number> {
    if (!needed) {
      const { head, there } = await spineWith(pool, onlyWith!);
      needed = there;
      if (!there) return advance(place, head, 0);
    }
    const { rows } = await pool.query<{ position: string; event: SealedEvent | null }>({
      name: 'due-entries',
      text: readSql(import.meta.url, './due-entries.sql'),
      values: [place.read, types, BATCH],
    });
    const head = Number(rows[0]?.position ?? 0);
    const events = rows.slice(1).map(positioned);
    await concurrently([...byStream(events).values()], concurrency, async (some) => {
      for (const event of some) await (handlers[event.type] as Reaction | undefined)?.(event);
    });
    return advance(place, events.length < BATCH ? head : events.at(-1)!.position, events.length);
  }

  /** What was looked at and asked for nothing is written down now and then only: read again, it asks for nothing again. */
  async function advance(place: Place, to: number, handled: number): Promise<number> {
    place.read = Math.max(place.read, to);
    if (handled > 0 || to - place.written >= WRITE_EVERY) {
      await writeCheckpoint(pool, name, place.read);
      place.written = place.read;
    }
    return handled;
  }

  async function follow(place: Place): Promise<number> {
    let handled = 0;
    for (let count = BATCH; count === BATCH; handled += count) count = await step(place);
    return handled;
  }

  async function placeNow(): Promise<Place> {
    const from = await readCheckpoint(pool, name, since);
    return { read: from, written: from };
  }

  async function catchUp(): Promise<number> {
    const place = await placeNow();
    const handled = await follow(place);
    if (place.read > place.written) await writeCheckpoint(pool, name, place.read);
    return handled;
  }

  async function run(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      const lock = await holdLock(pool, `reaction ${name}`, signal).catch((error: unknown) => {
        logger.warn({ err: error, reaction: name }, 'A reaction waits for the database');
        return null;
      });
      try {
        // Nobody else writes the checkpoint while the lock is held.
        const place = lock && (await placeNow());
        while (lock && place && !signal.aborted && !lock.lost.aborted) {
          const seen = lock.advances();
          if ((await follow(place)) > 0) failures = 0;
          await lock.advancedSince(seen, LOOK_MS);
          await pause(GATHER_MS, signal);
        }
      } catch (error) {
        failures++;
        logger.warn({ err: error, reaction: name, failures }, 'A reaction stands still; it is tried again');
        onTrouble?.({ name, error, failures });
        await writeTrouble(pool, name, error instanceof Error ? error.message : String(error)).catch(() => undefined);
      } finally {
        await lock?.release();
      }
      if (!signal.aborted) await pause(Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures, 10)), signal);
    }
  }

  return { name, run, catchUp };
}

function positioned({ position, event }: { position: string; event: SealedEvent | null }): PositionedEvent {
  if (!event) throw new Error(`The spine has no event at ${position}`);
  const metadata = event.metadata as EventMetadata;
  return {
    ...upcast(event.type, event.data, metadata.schemaVersion),
    id: event.id,
    stream: event.stream,
    revision: event.revision,
    metadata,
    position: Number(position),
  };
}

function byStream(events: readonly PositionedEvent[]): Map<string, PositionedEvent[]> {
  const streams = new Map<string, PositionedEvent[]>();
  for (const event of events) {
    const some = streams.get(event.stream);
    if (some) some.push(event);
    else streams.set(event.stream, [event]);
  }
  return streams;
}

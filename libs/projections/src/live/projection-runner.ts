import { type EventLog } from '#libs/event-store';
import { linkedAbort, pause } from '#libs/platform';
import { type Pool } from 'pg';
import { readCheckpoints } from '../generations/checkpoint.js';
import { prepareReadModels } from '../generations/prepare-read-models.js';
import { spine, withSpine } from '../generations/tables.js';
import { type LogPlace } from '../log-place.js';
import { type SequenceProjection } from '../sequence-projection.js';
import { BatchWriter } from './batch-writer.js';
import { findPlace } from './find-place.js';
import { HistoryAhead } from './history-ahead.js';
import { lead } from './leadership.js';
import { messageBatches } from './message-batches.js';
import { type Parked } from './park.js';
import { untilWanted } from './until-wanted.js';

/** What the runner tells the outside; all optional to listen to. */
export interface RunnerEvents {
  /** After each committed batch. */
  onAdvanced?(place: LogPlace, events: number): void;
  onParked?(parked: Parked): void;
  /** The connection or the database failed, or the place was lost: tried again after `retryInMs`. */
  onInterrupted?(error: unknown, retryInMs: number): void;
  /**
   * Projections that must be built from the log before the runner can keep them, or are better built because an import has brought a history
   * larger than all before it: resolve when they are.
   */
  onStale?(names: readonly string[]): Promise<void>;
  /** Other work that only the leader may do: runs beside the following until its signal aborts, and must not throw. */
  whileLeading?(signal: AbortSignal): Promise<void>;
}

export interface RunnerOptions {
  readonly log: EventLog;
  readonly pool: Pool;
  readonly projections: readonly SequenceProjection[];
  readonly events?: RunnerEvents;
  /** Events at most in one transaction. */
  readonly maxBatch?: number;
  /** An import of fewer events is always followed; default 5,000, which takes about a second. */
  readonly leastHistory?: number;
  /** After this silence the runner looks whether the log has gone on without it. */
  readonly silenceMs?: number;
}

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;

/**
 * Keeps the live generation of every projection up to date with one subscription to the log.
 *
 * Modes: waiting (another process leads) → preparing (schemas, stale projections, the place in the log) → following → (an import brings more
 * than the read models hold) standing aside until it is in or somebody waits → building anew → following; any failure → interrupted, with
 * growing pauses and jitter → waiting again. `run` ends only when its signal aborts.
 *
 * Every batch is one transaction with compare-and-set on the checkpoints, so a second runner, a cut-over or a restored database can make this
 * one lose a race but never write a row twice or out of order. On SIGKILL in mid-batch nothing of the batch is there, and the next run writes
 * it. A subscription that dies without a sign is noticed: after `silenceMs` without a message the runner reads one event past its place, and
 * where there is one it subscribes again.
 */
export class ProjectionRunner {
  /** Null until the runner leads and has found its place. */
  private at: LogPlace | null = null;
  /** Imports whose history could not be built in one piece: followed, what cannot be read is parked and the rest is there. */
  private readonly followed = new Set<string>();

  constructor(private readonly options: RunnerOptions) {}

  get place(): LogPlace | null {
    return this.at;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { events } = this.options;
    let retryInMs = FIRST_RETRY_MS;
    while (!signal.aborted) {
      try {
        await this.leadAndFollow(signal, () => (retryInMs = FIRST_RETRY_MS));
      } catch (error) {
        if (signal.aborted) break;
        const wait = Math.round(retryInMs * (0.5 + Math.random()));
        events?.onInterrupted?.(error, wait);
        await pause(wait, signal);
        retryInMs = Math.min(2 * retryInMs, LONGEST_RETRY_MS);
      }
    }
    this.at = null;
  }

  private async leadAndFollow(signal: AbortSignal, onProgress: () => void): Promise<void> {
    const { log, pool, projections, events } = this.options;
    const leadership = await lead(pool, signal);
    if (!leadership) return;
    try {
      const stale = await prepareReadModels(pool, projections);
      if (stale.length > 0) await events?.onStale?.(stale);
      while (!signal.aborted) {
        const head = (await readCheckpoints(pool)).get(spine.name)!;
        const place = await findPlace(log, pool, head);
        this.at = place;
        const importId = await this.follow(place, signal, leadership.lost, onProgress);
        if (importId === null) return;
        await this.buildWith(importId, signal, leadership.lost);
      }
    } finally {
      this.at = null;
      await leadership.resign();
    }
  }

  /** Stands aside for the import, whose history is then taken up in bulk. Whoever waits meanwhile ends the standing aside. */
  private async buildWith(importId: string, signal: AbortSignal, leadershipLost: AbortSignal): Promise<void> {
    const { log, pool, projections, events } = this.options;
    const { controller, unlink } = linkedAbort(signal, leadershipLost);
    try {
      await untilWanted({ log, pool }, importId, controller.signal);
      if (signal.aborted) return;
      controller.signal.throwIfAborted();
      await events?.onStale?.(withSpine(projections).map(({ name }) => name));
    } catch (error) {
      this.followed.add(importId);
      throw error;
    } finally {
      unlink();
    }
  }

  /** Until `signal` aborts, or an import brings more than there was (its id); throws where the subscription or the leadership is lost. */
  private async follow(start: LogPlace, signal: AbortSignal, leadershipLost: AbortSignal, onProgress: () => void): Promise<string | null> {
    const { log, pool, projections, events, maxBatch = 500 } = this.options;
    const { controller, unlink } = linkedAbort(signal, leadershipLost);
    const ahead = new HistoryAhead(this.options.leastHistory);
    const writer = new BatchWriter(pool, projections);
    let place = start;
    const beside = events?.whileLeading?.(controller.signal);
    const watch = this.watchForSilence(
      () => place,
      controller.signal,
      (error) => controller.abort(error),
    );
    try {
      const source = log.subscribe({ ...(place.storePosition && { after: place.storePosition }), signal: controller.signal });
      for await (const batch of messageBatches(source, { max: maxBatch, signal: controller.signal, onMessage: watch.alive })) {
        if (controller.signal.aborted) break;
        const importId = ahead.take(place.position + 1, batch);
        const outcome = await writer.write(place, batch);
        if (outcome.kind === 'lost') throw new Error(`Another writer moved ${outcome.names.join(', ')}`);
        this.at = place = outcome.place;
        onProgress();
        outcome.parked.forEach((parked) => events?.onParked?.(parked));
        events?.onAdvanced?.(place, batch.length);
        if (importId !== null && events?.onStale && !this.followed.has(importId)) return importId;
      }
      if (signal.aborted) return null;
      throw controller.signal.aborted ? controller.signal.reason : new Error('The subscription to the log ended');
    } finally {
      controller.abort();
      watch.stop();
      unlink();
      await Promise.all([beside, writer.close()]);
    }
  }

  private watchForSilence(
    place: () => LogPlace,
    signal: AbortSignal,
    dead: (error: Error) => void,
  ): { alive: () => void; stop: () => void } {
    const { log, silenceMs = 10_000 } = this.options;
    let heard = Date.now();
    let looking = false;
    const look = async (): Promise<void> => {
      const { storePosition, position } = place();
      for await (const event of log.readAll({ ...(storePosition && { after: storePosition }), limit: 1, signal })) {
        // Something was there all the time, and nothing has arrived or been written meanwhile.
        if (place().position === position && Date.now() - heard >= silenceMs)
          dead(new Error(`The subscription is silent although the log has ${event.type} after position ${position}`));
      }
    };
    const timer = setInterval(
      () => {
        if (looking || signal.aborted || Date.now() - heard < silenceMs) return;
        looking = true;
        look()
          .catch((error: unknown) => dead(error instanceof Error ? error : new Error(String(error))))
          .finally(() => (looking = false));
      },
      Math.max(50, silenceMs / 4),
    );
    timer.unref();
    return { alive: () => (heard = Date.now()), stop: () => clearInterval(timer) };
  }
}

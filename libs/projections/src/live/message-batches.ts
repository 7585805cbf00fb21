import { type StoredEvent, type SubscriptionMessage } from '#libs/event-store';

/** Of gathering, for each event of the batch before. */
const MS_AN_EVENT = 0.25;
const MOST_GATHER_MS = 25;

export interface BatchingOptions {
  /** Events a batch at most; the source is not read further than two batches ahead. */
  readonly max: number;
  /** Ends the batches at once, whatever the source does. */
  readonly signal: AbortSignal;
  /** Called for everything that arrives: the sign that the connection lives. */
  readonly onMessage: () => void;
}

/**
 * Cuts a subscription into batches: while one is being written the next gathers, and a little longer, `MOST_GATHER_MS` at most. A transaction costs
 * as much as some four events, so a single event is written at once, and where many come the little while makes fewer transactions of them. Faster
 * than can be written, batches grow by themselves.
 * Ends when the source does; fails when it does, but only after what had arrived was given out.
 */
export async function* messageBatches(
  source: AsyncIterable<SubscriptionMessage>,
  { max, signal, onMessage }: BatchingOptions,
): AsyncGenerator<readonly StoredEvent[], void, void> {
  let gathered: StoredEvent[] = [];
  /** So many are worth waking for. */
  let wanted = 1;
  let ended = false;
  let failure: { readonly error: unknown } | null = null;
  let wake: () => void = () => undefined;
  let drained: () => void = () => undefined;
  const end = (): void => {
    ended = true;
    wake();
    drained();
  };

  const pump = async (): Promise<void> => {
    try {
      for await (const message of source) {
        onMessage();
        if (ended) break;
        if (message.kind !== 'event') continue;
        gathered.push(message.event);
        if (gathered.length >= wanted) wake();
        if (gathered.length >= 2 * max) await new Promise<void>((resolve) => (drained = resolve));
      }
    } catch (error) {
      failure = { error };
    }
    end();
  };
  /** Resolves when so many are there, or nothing more comes, or the time is over. */
  const gathering = async (events: number, ms: number | null): Promise<void> => {
    if (ended || gathered.length >= events) return;
    wanted = events;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      wake = resolve;
      if (ms !== null) timer = setTimeout(resolve, ms);
    });
    clearTimeout(timer);
  };

  signal.addEventListener('abort', end, { once: true });
  // Not awaited: on a dead connection the source may take its time to end.
  void pump();
  let writtenAt = 0;
  let last = 0;
  try {
    while (!signal.aborted) {
      await gathering(1, null);
      const gatherMs = writtenAt + Math.min(last * MS_AN_EVENT, MOST_GATHER_MS) - performance.now();
      if (gatherMs > 0) await gathering(max, gatherMs);
      if (signal.aborted) return;
      if (gathered.length === 0) {
        if (failure) throw (failure as { error: unknown }).error;
        return;
      }
      const events = gathered.slice(0, max);
      gathered = gathered.slice(max);
      drained();
      yield events;
      writtenAt = performance.now();
      last = events.length;
    }
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
}

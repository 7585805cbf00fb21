import { type StoredEvent, type SubscriptionMessage } from '#libs/event-store';

export interface BatchingOptions {
  /** Events a batch at most; the source is not read further than two batches ahead. */
  readonly max: number;
  /** Ends the batches at once, whatever the source does. */
  readonly signal: AbortSignal;
  /** Called for everything that arrives: the sign that the connection lives. */
  readonly onMessage: () => void;
}

/**
 * Cuts a subscription into batches: while one is being written the next gathers, so a batch is as large as the delay needs and no larger.
 * Ends when the source does; fails when it does, but only after what had arrived was given out.
 */
export async function* messageBatches(
  source: AsyncIterable<SubscriptionMessage>,
  { max, signal, onMessage }: BatchingOptions,
): AsyncGenerator<readonly StoredEvent[], void, void> {
  let gathered: StoredEvent[] = [];
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
        wake();
        if (gathered.length >= 2 * max) await new Promise<void>((resolve) => (drained = resolve));
      }
    } catch (error) {
      failure = { error };
    }
    end();
  };

  signal.addEventListener('abort', end, { once: true });
  // Not awaited: on a dead connection the source may take its time to end.
  void pump();
  try {
    while (!signal.aborted) {
      if (gathered.length > 0) {
        const events = gathered.slice(0, max);
        gathered = gathered.slice(max);
        drained();
        yield events;
      } else if (ended) {
        if (failure) throw (failure as { error: unknown }).error;
        return;
      } else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
}

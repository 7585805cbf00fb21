import { type StoredEvent, type SubscriptionMessage } from '#libs/event-store';

/**
 * Cuts a subscription into batches: while one is being written the next gathers, so a batch is as large as the delay needs and no larger.
 * At most `max` events a batch; the source is not read further than two batches ahead. Ends when the source does; fails when it does, but only
 * after what had arrived was given out. `onMessage` is called for everything that arrives: the sign that the connection lives.
 */
export async function* messageBatches(
  source: AsyncIterable<SubscriptionMessage>,
  max: number,
  onMessage: () => void,
): AsyncGenerator<readonly StoredEvent[], void, void> {
  let gathered: StoredEvent[] = [];
  let ended = false;
  let failure: { readonly error: unknown } | null = null;
  let wake: () => void = () => undefined;
  let drained: () => void = () => undefined;
  const iterator = source[Symbol.asyncIterator]();

  const pump = async (): Promise<void> => {
    try {
      for (let next = await iterator.next(); !next.done && !ended; next = await iterator.next()) {
        onMessage();
        if (next.value.kind !== 'event') continue;
        gathered.push(next.value.event);
        wake();
        if (gathered.length >= 2 * max) await new Promise<void>((resolve) => (drained = resolve));
      }
    } catch (error) {
      failure = { error };
    }
    ended = true;
    wake();
  };

  const pumping = pump();
  try {
    for (;;) {
      if (gathered.length === 0) {
        if (ended) break;
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      const events = gathered.slice(0, max);
      gathered = gathered.slice(max);
      drained();
      yield events;
    }
    if (failure) throw (failure as { error: unknown }).error;
  } finally {
    ended = true;
    drained();
    // A return() would wait for a next() that never settles on a dead connection: the caller aborts the subscription instead.
    void pumping;
  }
}

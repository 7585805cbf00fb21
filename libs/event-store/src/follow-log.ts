import { type AllStreamSubscription, type EventStoreDBClient, type Position, START, streamNameFilter } from '@eventstore/db-client';
import { type StorePosition, type SubscriptionMessage } from './event-log.port.js';
import { storeProblem, storeUnavailable } from './store-problem.js';
import { type Prefix, toStoredEvent } from './stored-event.js';

/** Beyond so many messages not yet taken the server is made to wait. */
const READ_AHEAD = 1_000;
const SEARCH_WINDOW = 512;
/** Messages already taken are let go in blocks of so many: a reader that never quite keeps up holds no more than this. */
const LET_GO = 2_048;

/**
 * A filtered subscription as one sequence of messages in log order: the client delivers events, checkpoints and "caught up" on three ways, of
 * which the last two overtake events that are still buffered; here each keeps its place.
 */
export async function* followLog(
  client: EventStoreDBClient,
  prefix: Prefix,
  { after, signal }: { after?: StorePosition; signal: AbortSignal },
): AsyncGenerator<SubscriptionMessage> {
  if (signal.aborted) return;
  const messages = new MessageQueue();
  const subscription = client.subscribeToAll({
    fromPosition: after ? { ...after } : START,
    filter: streamNameFilter({
      prefixes: [prefix],
      maxSearchWindow: SEARCH_WINDOW,
      checkpointInterval: 1,
      checkpointReached: async (_, position: Position) =>
        messages.mark(subscription.readableLength, { kind: 'checkpoint', storePosition: position }),
    }),
  });
  listen(subscription, prefix, messages);
  const stop = (): void => messages.end();
  signal.addEventListener('abort', stop);
  try {
    for (;;) {
      const next = await messages.take();
      if (next === null) return;
      if (subscription.isPaused() && messages.length < READ_AHEAD / 2) subscription.resume();
      yield next;
    }
  } finally {
    signal.removeEventListener('abort', stop);
    await subscription.unsubscribe().catch(() => undefined);
  }
}

function listen(subscription: AllStreamSubscription, prefix: Prefix, messages: MessageQueue): void {
  subscription.on('data', ({ event }) => {
    const ours = event !== undefined && !event.type.startsWith('$');
    messages.push(ours ? { kind: 'event', event: toStoredEvent(prefix, event) } : null);
    if (messages.length >= READ_AHEAD) subscription.pause();
  });
  subscription.on('caughtUp', () => messages.mark(subscription.readableLength, { kind: 'caught-up' }));
  subscription.on('error', (error) => messages.fail(storeProblem(error)));
  // A server may end a subscription without a word.
  subscription.on('end', () => messages.fail(storeUnavailable()));
}

/** Messages in order, ended by the reader or by a failure, whichever comes first. */
class MessageQueue {
  private messages: SubscriptionMessage[] = [];
  private next = 0;
  private received = 0;
  private readonly marks: { readonly after: number; readonly message: SubscriptionMessage }[] = [];
  private failure: unknown = null;
  private ended = false;
  private wake: (() => void) | null = null;

  get length(): number {
    return this.messages.length - this.next;
  }

  /** Null: an event that is not ours; it counts, because marks count it. */
  push(message: SubscriptionMessage | null): void {
    this.received += 1;
    if (message) this.messages.push(message);
    while (this.marks[0] && this.marks[0].after <= this.received) this.messages.push(this.marks.shift()!.message);
    this.wake?.();
  }

  /** A message whose place is behind `buffered` events that are still on their way. */
  mark(buffered: number, message: SubscriptionMessage): void {
    if (buffered > 0 || this.marks.length > 0) {
      this.marks.push({ after: this.received + buffered, message });
      return;
    }
    const last = this.messages.at(-1);
    // A long stretch without events of ours is one checkpoint, not a thousand.
    if (message.kind === 'checkpoint' && last?.kind === 'checkpoint' && this.length > 0) this.messages[this.messages.length - 1] = message;
    else this.messages.push(message);
    this.wake?.();
  }

  fail(error: unknown): void {
    this.failure ??= error;
    this.wake?.();
  }

  end(): void {
    this.ended = true;
    this.wake?.();
  }

  /** Null after `end`; throws the failure once everything before it was taken. */
  async take(): Promise<SubscriptionMessage | null> {
    for (;;) {
      if (this.ended) return null;
      const message = this.messages[this.next];
      if (message) {
        this.next += 1;
        if (this.next === this.messages.length || this.next >= LET_GO) {
          this.messages.splice(0, this.next);
          this.next = 0;
        }
        return message;
      }
      if (this.failure !== null) throw this.failure;
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }
}

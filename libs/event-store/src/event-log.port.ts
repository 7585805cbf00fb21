import { type EventMetadata } from '#libs/contracts';

/** Where an event lies in the store. Internal: it stays inside checkpoints and opaque tokens, and changes when a log is moved. */
export interface StorePosition {
  readonly commit: bigint;
  readonly prepare: bigint;
}

export interface EventToAppend {
  /** uuid v5 of (stream, commandId, index): a retry derives the same. */
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: EventMetadata;
}

/** An event as stored: not upcast, personal data sealed. */
export interface StoredEvent extends EventToAppend {
  /** Without the configured prefix. */
  readonly stream: string;
  readonly revision: number;
  readonly storePosition: StorePosition;
}

/** `number`: the revision of the last event the writer has seen. */
export type ExpectedRevision = number | 'no-stream' | 'stream-exists' | 'any';

/** The ends of a race, all of them. */
export type AppendOutcome =
  | { readonly kind: 'appended'; readonly revision: number; readonly storePosition: StorePosition }
  | { readonly kind: 'conflict'; readonly actual: number | 'no-stream' }
  | { readonly kind: 'deleted' };

export type SubscriptionMessage =
  | { readonly kind: 'event'; readonly event: StoredEvent }
  /** Nothing of ours up to here. */
  | { readonly kind: 'checkpoint'; readonly storePosition: StorePosition }
  | { readonly kind: 'caught-up' };

/**
 * The event log, whichever server answers. All streams carry one configured prefix that neither side of this port sees;
 * `readAll` and `subscribe` give our events only, in log order.
 *
 * Errors: a server that is down or a connection that dies gives a `ProblemError` 503 `EVENT_STORE.UNAVAILABLE`; the caller may try again
 * with the same event ids.
 */
export interface EventLog {
  append(stream: string, events: readonly EventToAppend[], expected: ExpectedRevision): Promise<AppendOutcome>;
  /** From `from` inclusive (default the first, or the last where backwards); a missing stream is empty. */
  readStream(stream: string, options?: { from?: number; backwards?: boolean; limit?: number }): AsyncIterable<StoredEvent>;
  /** Strictly after `after` (default from the start) to the present end. */
  readAll(options?: { after?: StorePosition; limit?: number; signal?: AbortSignal }): AsyncIterable<StoredEvent>;
  /** Strictly after `after`, then live, until `signal` aborts or the connection fails (then it throws: resubscribe). */
  subscribe(options: { after?: StorePosition; signal: AbortSignal }): AsyncIterable<SubscriptionMessage>;
  close(): Promise<void>;
}

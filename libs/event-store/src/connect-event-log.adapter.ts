import { BACKWARDS, END, ErrorType, EventStoreDBClient, FORWARDS, jsonEvent, type JSONEventType, START } from '@eventstore/db-client';
import { withSettings } from './connection-string.js';
import {
  type AppendOutcome,
  type EventLog,
  type EventToAppend,
  type ExpectedRevision,
  type StoredEvent,
  type StorePosition,
} from './event-log.port.js';
import { followLog } from './follow-log.js';
import { storeProblem, storeUnavailable } from './store-problem.js';
import { isOurs, type Prefix, toStoredEvent } from './stored-event.js';

export interface EventLogConnection {
  /** Connection string: `esdb://…` or `esdb+discover://…`. */
  readonly url: string;
  /** Put before every stream name, e.g. `ledger.`: what makes a stream ours in a shared store. */
  readonly prefix: string;
}

/** The client has no deadline of its own for a batched append. */
const APPEND_TIMEOUT_MS = 30_000;
const READ_AHEAD = 512;

/**
 * The event log through the official client. Connects on first use. Appends have a client of their own: on a real server 100 open reads and
 * subscriptions would keep an append on the same connection waiting.
 */
export function connectEventLog({ url, prefix }: EventLogConnection): EventLog {
  const appends = EventStoreDBClient.connectionString(withSettings(url, { keepAliveIntervalMs: 10_000, keepAliveTimeoutMs: 5_000 }));
  const reads = EventStoreDBClient.connectionString(withSettings(url, { keepAliveIntervalMs: 10_001, keepAliveTimeoutMs: 5_000 }));
  return {
    append: (stream, events, expected) => append(appends, `${prefix}${stream}`, events, expected),
    readStream: (stream, options) => readStream(reads, prefix, stream, options),
    readAll: (options) => readAll(reads, prefix, options),
    subscribe: (options) => followLog(reads, prefix, options),
    async close() {
      await Promise.all([appends.dispose(), reads.dispose()]);
    },
  };
}

async function append(
  client: EventStoreDBClient,
  stream: string,
  events: readonly EventToAppend[],
  expected: ExpectedRevision,
): Promise<AppendOutcome> {
  const proposed = events.map(({ id, type, data, metadata }) =>
    jsonEvent<JSONEventType>({ id, type, data: { ...data }, metadata: { ...metadata } }),
  );
  try {
    const { nextExpectedRevision, position } = await timely(
      client.appendToStream(stream, proposed, { expectedRevision: typeof expected === 'number' ? BigInt(expected) : clientWord[expected] }),
    );
    return { kind: 'appended', revision: Number(nextExpectedRevision), storePosition: position ?? { commit: 0n, prepare: 0n } };
  } catch (error) {
    const { type, actualVersion } = error as { type?: unknown; actualVersion?: unknown };
    if (type === ErrorType.STREAM_DELETED) return { kind: 'deleted' };
    if (type !== ErrorType.WRONG_EXPECTED_VERSION) throw storeProblem(error);
    return { kind: 'conflict', actual: typeof actualVersion === 'bigint' && actualVersion >= 0n ? Number(actualVersion) : 'no-stream' };
  }
}

const clientWord = { 'no-stream': 'no_stream', 'stream-exists': 'stream_exists', any: 'any' } as const;

function timely<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(storeUnavailable(new Error(`No answer within ${APPEND_TIMEOUT_MS} ms`))), APPEND_TIMEOUT_MS);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

async function* readStream(
  client: EventStoreDBClient,
  prefix: Prefix,
  stream: string,
  { from, backwards = false, limit }: { from?: number; backwards?: boolean; limit?: number } = {},
): AsyncGenerator<StoredEvent> {
  const read = client.readStream(`${prefix}${stream}`, {
    direction: backwards ? BACKWARDS : FORWARDS,
    fromRevision: from === undefined ? (backwards ? END : START) : BigInt(from),
    ...(limit !== undefined && { maxCount: limit }),
  });
  try {
    for await (const { event } of cancelled(read)) if (event && isOurs(prefix, event)) yield toStoredEvent(prefix, event);
  } catch (error) {
    if ((error as { type?: unknown }).type !== ErrorType.STREAM_NOT_FOUND) throw storeProblem(error);
  }
}

async function* readAll(
  client: EventStoreDBClient,
  prefix: Prefix,
  { after, limit = Infinity, signal }: { after?: StorePosition; limit?: number; signal?: AbortSignal } = {},
): AsyncGenerator<StoredEvent> {
  if (limit <= 0 || signal?.aborted) return;
  const read = client.readAll({ fromPosition: after && after.commit > 0n ? { ...after } : START }, { highWaterMark: READ_AHEAD });
  const cancel = (): void => void read.cancel();
  signal?.addEventListener('abort', cancel);
  let left = limit;
  try {
    for await (const { event } of cancelled(read)) {
      // A read begins with the event at the position, we begin after it.
      if (!event || !isOurs(prefix, event) || (after && event.position.commit <= after.commit)) continue;
      yield toStoredEvent(prefix, event);
      if (--left <= 0 || signal?.aborted) return;
    }
  } catch (error) {
    throw storeProblem(error);
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}

/** Leaving the loop early does not end the call on the server, so it is cancelled here. */
async function* cancelled<T>(
  read: AsyncIterable<T> & { cancel(): Promise<void>; on(event: 'error', listener: () => void): unknown },
): AsyncGenerator<T> {
  let ended = false;
  // The loop takes the error; this one hears what comes after the loop was left.
  read.on('error', () => (ended = true));
  try {
    yield* read;
    ended = true;
  } finally {
    if (!ended) await read.cancel();
  }
}

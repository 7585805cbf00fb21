import { ErrorType, EventStoreDBClient } from '@eventstore/db-client';
import { assertRegistryComplete } from '#libs/contracts';
import { BatchAppends } from './append/batch-appends.js';
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
import { decodeReadsNatively } from './native-read.js';
import { readEvents } from './read-events.js';
import { storeProblem } from './store-problem.js';
import { isOurs, type Prefix, toStoredEvent } from './stored-event.js';
import { timely } from './timely.js';

export interface EventLogConnection {
  /** Connection string: `esdb://…` or `esdb+discover://…`. */
  readonly url: string;
  /** Put before every stream name, e.g. `ledger.`: what makes a stream ours in a shared store. */
  readonly prefix: string;
  /** How long an append may take, or the next event of a read be waited for, before the store counts as unavailable; default 10 s. */
  readonly timeoutMs?: number;
}

const CLOSE_MS = 500;

/**
 * The event log through the official client. Connects on first use. Appends have a client of their own: on a real server 100 open reads and
 * subscriptions would keep an append on the same connection waiting. Whoever opens the log knows all its events: else it throws at once, naming
 * what the registry lacks.
 */
export function connectEventLog({ url, prefix, timeoutMs = 10_000 }: EventLogConnection): EventLog {
  assertRegistryComplete();
  decodeReadsNatively();
  const appends = EventStoreDBClient.connectionString(withSettings(url, { keepAliveIntervalMs: 10_000, keepAliveTimeoutMs: 5_000 }));
  const batches = new BatchAppends(appends, timeoutMs);
  const reads = EventStoreDBClient.connectionString(withSettings(url, { keepAliveIntervalMs: 10_001, keepAliveTimeoutMs: 5_000 }));
  return {
    append: (stream, events, expected) => timely(timeoutMs, () => append(batches, `${prefix}${stream}`, events, expected)),
    readStream: (stream, options) => readStream({ client: reads, prefix, timeoutMs }, stream, options),
    readAll: (options) => readAll({ client: reads, prefix, timeoutMs }, options),
    subscribe: (options) => followLog(reads, prefix, options),
    async close() {
      // The client waits for the end of every call, and a call that was cancelled half-read has no end that it would see.
      const disposed = Promise.all([appends.dispose(), reads.dispose()]);
      await Promise.race([disposed, new Promise((resolve) => setTimeout(resolve, CLOSE_MS))]);
    },
  };
}

async function append(
  appends: BatchAppends,
  stream: string,
  events: readonly EventToAppend[],
  expected: ExpectedRevision,
): Promise<AppendOutcome> {
  try {
    const { revision, storePosition } = await appends.append(stream, events, expected);
    return { kind: 'appended', revision, storePosition: storePosition ?? { commit: 0n, prepare: 0n } };
  } catch (error) {
    const { type, actualVersion } = error as { type?: unknown; actualVersion?: unknown };
    if (type === ErrorType.STREAM_DELETED) return { kind: 'deleted' };
    if (type !== ErrorType.WRONG_EXPECTED_VERSION) throw storeProblem(error);
    return { kind: 'conflict', actual: typeof actualVersion === 'bigint' && actualVersion >= 0n ? Number(actualVersion) : 'no-stream' };
  }
}

interface Reading {
  readonly client: EventStoreDBClient;
  readonly prefix: Prefix;
  readonly timeoutMs: number;
}

async function* readStream(
  { client, prefix, timeoutMs }: Reading,
  stream: string,
  options: { from?: number; backwards?: boolean; limit?: number } = {},
): AsyncGenerator<StoredEvent> {
  try {
    for await (const { event } of readEvents(client, { ...options, stream: `${prefix}${stream}` }, timeoutMs))
      if (event && isOurs(prefix, event)) yield toStoredEvent(prefix, event);
  } catch (error) {
    throw storeProblem(error);
  }
}

async function* readAll(
  { client, prefix, timeoutMs }: Reading,
  { after, limit = Infinity, signal }: { after?: StorePosition; limit?: number; signal?: AbortSignal } = {},
): AsyncGenerator<StoredEvent> {
  if (limit <= 0 || signal?.aborted) return;
  let left = limit;
  try {
    for await (const { event } of readEvents(
      client,
      { ...(after && after.commit > 0n && { from: after }), ...(signal && { signal }) },
      timeoutMs,
    )) {
      // A read begins with the event at the position, we begin after it.
      if (!event || !isOurs(prefix, event) || (after && event.position.commit <= after.commit)) continue;
      yield toStoredEvent(prefix, event);
      if (--left <= 0) return;
    }
  } catch (error) {
    throw storeProblem(error);
  }
}

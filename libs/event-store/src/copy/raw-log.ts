import { ErrorType, type EventStoreDBClient, NO_STREAM } from '@eventstore/db-client';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { clientAt, problemAt } from '../store-address.js';
import { readEvents } from '../read-events.js';
import { timely } from '../timely.js';
import { noPlaceFor, tooLargeFor } from './copy-problem.js';
import { type RawEvent, rawEventOf, toAppend } from './raw-event.js';

export interface LogAddress {
  /** Connection string. */
  readonly url: string;
  /** Streams that begin with it; null: every stream but those of the store itself. */
  readonly prefix: string | null;
}

/** One side of a copy. */
export interface RawLog {
  /** All events from the first to the present last, in log order. */
  read(): AsyncGenerator<RawEvent>;
  /** Puts events of one stream, consecutive revisions, exactly there; what is there already with the same ids counts as put. */
  append(events: readonly RawEvent[]): Promise<void>;
  /** Whether appends that are sent one after the other, without waiting, are executed in that order. */
  keepsOrderOfAppends(): Promise<boolean>;
  close(): Promise<void>;
}

const TIMEOUT_MS = 30_000;
const CLOSE_MS = 500;

export function openRawLog({ url, prefix }: LogAddress): RawLog {
  const [reads, appends] = [clientAt(url, 10_003), clientAt(url, 10_004)];
  return {
    async *read() {
      try {
        for await (const { event } of readEvents(reads, {}, TIMEOUT_MS)) {
          const raw = event && rawEventOf(prefix, event);
          if (raw) yield raw;
        }
      } catch (error) {
        throw problemAt(url, error);
      }
    },
    async append(events) {
      await append(appends, prefix ?? '', events).catch((error: unknown) => {
        throw problemAt(url, error);
      });
    },
    async keepsOrderOfAppends() {
      // The client asks itself so before each append, and keeps it from others.
      const { supports } = appends as unknown as { supports(method: typeof StreamsService.batchAppend): Promise<boolean> };
      return supports(StreamsService.batchAppend).catch((error: unknown) => {
        throw problemAt(url, error);
      });
    },
    async close() {
      const disposed = Promise.all([reads.dispose(), appends.dispose()]);
      await Promise.race([disposed, new Promise((resolve) => setTimeout(resolve, CLOSE_MS))]);
    },
  };
}

async function append(client: EventStoreDBClient, prefix: string, events: readonly RawEvent[]): Promise<void> {
  const [first, last] = [events[0]!, events.at(-1)!];
  try {
    const expectedRevision = first.revision === 0 ? NO_STREAM : BigInt(first.revision - 1);
    const { nextExpectedRevision } = await timely(TIMEOUT_MS, () =>
      client.appendToStream(`${prefix}${first.stream}`, events.map(toAppend), { expectedRevision }),
    );
    if (Number(nextExpectedRevision) !== last.revision) throw noPlaceFor(first, `it went to revision ${nextExpectedRevision}`);
  } catch (error) {
    const { type, actualVersion } = error as { type?: unknown; actualVersion?: unknown };
    if (type === ErrorType.WRONG_EXPECTED_VERSION) throw noPlaceFor(first, `there the stream is at ${String(actualVersion)}`, error);
    if (type === ErrorType.STREAM_DELETED) throw noPlaceFor(first, 'there the stream was deleted for ever', error);
    if (type === ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED) throw tooLargeFor(first, error);
    throw error;
  }
}

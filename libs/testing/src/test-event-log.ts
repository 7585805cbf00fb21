import { randomBytes } from 'node:crypto';
import { BACKWARDS, END, EventStoreDBClient } from '@eventstore/db-client';
import { connectEventLog, type EventLog, type StorePosition } from '#libs/event-store';

export interface TestEventLog {
  readonly url: string;
  /** Of this call alone: what others write on the same server is not ours. */
  readonly prefix: string;
  readonly log: EventLog;
  /** Call it in `afterAll`. */
  close(): Promise<void>;
}

/**
 * An empty event log of one's own on the event store of this test run, embedded or real. It begins where the store ended when it was opened:
 * nothing of ours lies before, and whoever reads all of it does not read what other tests have put there.
 */
export async function testEventLog(): Promise<TestEventLog> {
  const url = process.env['EVENTSTORE_URL'];
  if (!url)
    throw new Error('EVENTSTORE_URL is not set: build first (npm run build), so that the global setup finds the embedded event store');
  const prefix = `test-${randomBytes(6).toString('hex')}.`;
  const begin = await endOf(url);
  const store = connectEventLog({ url, prefix });
  const log: EventLog = {
    ...store,
    readAll: ({ after = begin, ...options } = {}) => store.readAll({ ...options, after }),
    subscribe: ({ after = begin, ...options }) => store.subscribe({ ...options, after }),
  };
  return { url, prefix, log, close: () => log.close() };
}

const BEGINNING: StorePosition = { commit: 0n, prepare: 0n };

/** Where the last event of the store lies. */
async function endOf(url: string): Promise<StorePosition> {
  const client = EventStoreDBClient.connectionString(url);
  try {
    for await (const { event } of client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 }))
      if (event) return event.position;
    return BEGINNING;
  } finally {
    await client.dispose();
  }
}

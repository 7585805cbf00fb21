import { randomBytes } from 'node:crypto';
import { connectEventLog, type EventLog } from '#libs/event-store';

export interface TestEventLog {
  readonly url: string;
  /** Of this call alone: what others write on the same server is not ours. */
  readonly prefix: string;
  readonly log: EventLog;
  /** Call it in `afterAll`. */
  close(): Promise<void>;
}

/** An empty event log of one's own on the event store of this test run, embedded or real. */
export async function testEventLog(): Promise<TestEventLog> {
  const url = process.env['EVENTSTORE_URL'];
  if (!url)
    throw new Error('EVENTSTORE_URL is not set: build first (npm run build), so that the global setup finds the embedded event store');
  const prefix = `test-${randomBytes(6).toString('hex')}.`;
  const log = connectEventLog({ url, prefix });
  return { url, prefix, log, close: () => log.close() };
}

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type AppendResult,
  type AppendToStreamOptions,
  type Credentials,
  EventStoreDBClient,
  jsonEvent,
  type JSONEventData,
  type ReadStreamOptions,
  type RecordedEvent,
} from '@eventstore/db-client';

/** The ways of appending that the official client has. */
export type AppendPath = 'batch' | 'append';

/** What only the owner of a server can do to it; without it the items that need it are skipped. */
export interface ServerControl {
  /** Stops the server and starts it again at the same address on the same data. */
  restart(): Promise<void>;
}

export interface Failure extends Error {
  readonly type?: string;
  readonly streamName?: string;
  readonly expectedVersion?: unknown;
  readonly actualVersion?: unknown;
  readonly maxAppendSize?: number;
}

type AnyEvent = Parameters<EventStoreDBClient['appendToStream']>[1];

/** What every check works with: clients, streams that nobody else uses, and the path to append on. */
export class CheckRig {
  readonly client: EventStoreDBClient;
  /** Subscriptions have a client of their own: a real server allows 100 open calls a connection. */
  readonly followers: EventStoreDBClient;
  private readonly others: EventStoreDBClient[] = [];

  constructor(
    readonly url: string,
    readonly path: AppendPath,
    readonly control: ServerControl | null,
    private readonly run = randomUUID().slice(0, 8),
  ) {
    // The check is of what a server answers, not of how soon.
    this.client = EventStoreDBClient.connectionString(this.withParameter('defaultDeadline=60000'));
    this.followers = EventStoreDBClient.connectionString(this.withParameter('defaultDeadline=60000&keepAliveInterval=10002'));
  }

  another(parameter: string): EventStoreDBClient {
    const client = EventStoreDBClient.connectionString(this.withParameter(parameter));
    this.others.push(client);
    return client;
  }

  withParameter(parameter: string): string {
    return `${this.url}${this.url.includes('?') ? '&' : '?'}${parameter}`;
  }

  stream(hint = 's'): string {
    return `check-${this.run}-${hint}-${randomUUID()}`;
  }

  event(data: unknown = { n: 1 }, options: { id?: string; type?: string } = {}) {
    return jsonEvent({ id: options.id ?? randomUUID(), type: options.type ?? 'checked', data: data as JSONEventData });
  }

  events(count: number): ReturnType<CheckRig['event']>[] {
    return Array.from({ length: count }, (_, n) => this.event({ n }));
  }

  append(stream: string, events: AnyEvent, options: AppendToStreamOptions = {}): Promise<AppendResult> {
    return this.client.appendToStream(stream, events, { ...options, ...(this.path === 'append' && { credentials: this.credentials() }) });
  }

  async read(stream: string, options: ReadStreamOptions = {}): Promise<RecordedEvent[]> {
    const found: RecordedEvent[] = [];
    for await (const { event } of this.client.readStream(stream, options)) if (event) found.push(event);
    return found;
  }

  async revisions(stream: string, options: ReadStreamOptions = {}): Promise<string> {
    return (await this.read(stream, options)).map(({ revision }) => revision).join(',');
  }

  /** The error that the promise must end with. */
  async failure(work: Promise<unknown>, type: string): Promise<Failure> {
    const outcome = await work.then(
      () => null,
      (error: unknown) => error as Failure,
    );
    assert.ok(outcome, `expected ${type}, but it succeeded`);
    assert.equal(outcome.type, type, `expected ${type}, got ${outcome.type ?? outcome.message}`);
    return outcome;
  }

  async eventually<T>(what: string, look: () => Promise<T | undefined> | T | undefined, withinMs = 10_000): Promise<T> {
    for (const until = Date.now() + withinMs; ;) {
      const seen = await look();
      if (seen !== undefined && seen !== false) return seen;
      assert.ok(Date.now() < until, `not within ${withinMs} ms: ${what}`);
      await delay(20);
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.client, this.followers, ...this.others].map((client) => client.dispose()));
  }

  private credentials(): Credentials {
    const [, user, password] = /:\/\/([^:@/]+):([^@/]+)@/.exec(this.url) ?? [];
    return { username: decodeURIComponent(user ?? 'admin'), password: decodeURIComponent(password ?? 'changeit') };
  }
}

export const WRONG_VERSION = 'wrong-expected-version';

/** The work must end with a wrong version, and name these two. */
export async function wrongVersion(rig: CheckRig, work: Promise<unknown>, expected: unknown, actual: unknown): Promise<string> {
  const error = await rig.failure(work, WRONG_VERSION);
  assert.deepEqual([error.expectedVersion, error.actualVersion], [expected, actual]);
  return `expected ${String(expected)}, actual ${String(actual)}`;
}

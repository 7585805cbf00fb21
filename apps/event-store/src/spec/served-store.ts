import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { EventStoreDBClient, jsonEvent, type JSONEventType } from '@eventstore/db-client';
import { type EventStore, startEventStore } from '../server.js';

interface OwnDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** A server of this process on a database that it drops in the end, and a client of it. */
export class ServedStore {
  private constructor(
    private readonly database: OwnDatabase,
    private readonly server: EventStore,
    readonly client: EventStoreDBClient,
  ) {}

  /** Connection string. */
  get url(): string {
    return this.server.url;
  }

  static async start(database: OwnDatabase): Promise<ServedStore> {
    const server = await startEventStore({ databaseUrl: database.url });
    return new ServedStore(database, server, EventStoreDBClient.connectionString(`${server.url}&defaultDeadline=120000`));
  }

  async stop(): Promise<void> {
    await Promise.race([this.client.dispose(), delay(1_000)]);
    await this.server.stop();
    await this.database.drop();
  }
}

export const event = (data: JSONEventType['data'] = {}, type = 'noted') => jsonEvent<JSONEventType>({ id: randomUUID(), type, data });

import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { EventStoreDBClient, jsonEvent, type JSONEventType } from '@eventstore/db-client';
import { testDatabase, type TestDatabase } from '#libs/testing';
import { type EventStore, startEventStore } from '../server.js';

/** A server of this process on a database of its own, and a client of it. */
export class ServedStore {
  private constructor(
    private readonly database: TestDatabase,
    private readonly server: EventStore,
    readonly client: EventStoreDBClient,
  ) {}

  static async start(): Promise<ServedStore> {
    const database = await testDatabase('events');
    const server = await startEventStore({ databaseUrl: database.url });
    return new ServedStore(database, server, EventStoreDBClient.connectionString(server.url));
  }

  async stop(): Promise<void> {
    await Promise.race([this.client.dispose(), delay(1_000)]);
    await this.server.stop();
    await this.database.drop();
  }
}

export const event = (data: JSONEventType['data'] = {}, type = 'noted') => jsonEvent<JSONEventType>({ id: randomUUID(), type, data });

import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { readSql } from '#libs/platform';
import { testDatabase, type TestDatabase } from '#libs/testing';
import { KillableServer } from './spec/chaos-rig.js';
import { residentMebibytes } from './spec/server-memory.js';

jest.setTimeout(14_400_000);

const EVENTS = Number(process.env['EVENT_STORE_LONG_EVENTS'] ?? 10_000_000);
const STREAMS = Number(process.env['EVENT_STORE_LONG_STREAMS'] ?? 100_000);
/** As a whole of the log a reader may make the server grow by so much, whatever the log's size. */
const GROWTH_MIB = 150;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

describe('the embedded event store with a lot in it', () => {
  let database: TestDatabase;
  let server: KillableServer;
  const clients: EventStoreDBClient[] = [];
  const connect = (): EventStoreDBClient => {
    const client = EventStoreDBClient.connectionString(server.url);
    clients.push(client);
    return client;
  };
  const secondsToStart = async (): Promise<number> => {
    const started = performance.now();
    await server.start();
    return (performance.now() - started) / 1000;
  };

  beforeEach(async () => {
    database = await testDatabase('events');
    server = new KillableServer(() => database.url);
  });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.dispose()));
    await server.kill('SIGTERM');
    await database.drop();
  });

  it(`starts on ${EVENTS} events as on none, and reads them all without growing`, async () => {
    await server.start();
    await server.kill('SIGTERM');
    const onNone = await secondsToStart();
    await server.kill('SIGTERM');
    await database.pool.query(readSql(import.meta.url, './spec/long-log.sql'), [EVENTS]);
    const onAll = await secondsToStart();
    say(`start on no event ${onNone.toFixed(2)} s, on ${EVENTS} events ${onAll.toFixed(2)} s`);
    expect(onAll / onNone).toBeLessThan(3);

    let read = 0;
    let settled: number | null = null;
    const started = performance.now();
    for await (const { event } of connect().readAll()) {
      if (event?.position.commit !== BigInt(++read)) throw new Error(`Position ${event?.position.commit} came as number ${read}`);
      if (read === Math.ceil(EVENTS / 10)) settled = residentMebibytes(server.pid);
    }
    const seconds = (performance.now() - started) / 1000;
    const end = residentMebibytes(server.pid);
    say(
      `read ${Math.round(EVENTS / seconds)} events/s; resident after a tenth ${settled?.toFixed()} MiB, at the end ${end?.toFixed()} MiB`,
    );
    expect(read).toBe(EVENTS);
    if (settled !== null && end !== null) expect(end - settled).toBeLessThan(GROWTH_MIB);
  });

  it(`holds ${STREAMS} streams: each is written, found again after a restart, and costs no memory for ever`, async () => {
    await server.start();
    const client = connect();
    const run = randomUUID();
    let half: number | null = null;
    for (let from = 0; from < STREAMS; from += 1_000) {
      await Promise.all(
        Array.from({ length: Math.min(1_000, STREAMS - from) }, (_, n) =>
          client.appendToStream(`${run}-${from + n}`, jsonEvent({ type: 'noted', data: { n: from + n } }), {
            expectedRevision: 'no_stream',
          }),
        ),
      );
      if (from >= STREAMS / 2) half ??= residentMebibytes(server.pid);
    }
    const end = residentMebibytes(server.pid);
    say(`${STREAMS} streams: resident at half ${half?.toFixed()} MiB, at the end ${end?.toFixed()} MiB`);
    if (half !== null && end !== null) expect(end - half).toBeLessThan(GROWTH_MIB);
    await server.kill('SIGTERM');
    await server.start();
    const again = connect();
    for (let n = 0; n < STREAMS; n += Math.ceil(STREAMS / 500)) {
      expect(await again.appendToStream(`${run}-${n}`, jsonEvent({ type: 'noted', data: {} }), { expectedRevision: 0n })).toMatchObject({
        nextExpectedRevision: 1n,
      });
    }
  });
});

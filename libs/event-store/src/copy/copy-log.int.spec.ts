import { jest } from '@jest/globals';
import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { binaryEvent, EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { GENESIS_DIGEST } from '#libs/contracts';
import { testDatabase, type TestDatabase } from '#libs/testing';
import { copyLog } from './copy-log.js';
import { type LogAddress, openRawLog } from './raw-log.js';
import { type RawEvent } from './raw-event.js';

jest.setTimeout(600_000);

const SERVER = join(process.cwd(), 'dist/apps/event-store/src/main.js');

let url = '';
let client: EventStoreDBClient;
const emptyLog = (): LogAddress => ({ url, prefix: `copy-${randomBytes(6).toString('hex')}.` });
const event = (data: object = {}, metadata?: object) =>
  jsonEvent({ id: randomUUID(), type: 'noted', data: { ...data }, ...(metadata && { metadata: { ...metadata } }) });
const write = ({ prefix }: LogAddress, stream: string, ...events: Parameters<typeof client.appendToStream>[1][]) =>
  client.appendToStream(`${prefix}${stream}`, events.flat() as ReturnType<typeof event>[]);

async function eventsOf(address: LogAddress): Promise<RawEvent[]> {
  const log = openRawLog(address);
  const events = [];
  for await (const each of log.read()) events.push(each);
  await log.close();
  return events;
}

async function interleaved(): Promise<LogAddress> {
  const log = emptyLog();
  for (let n = 0; n < 30; n++) await write(log, `s-${n % 4}`, event({ n }, { by: 'x', n }), event({ n, again: 'ü☃\u0000' }));
  return log;
}

describe('copying a log', () => {
  let database: TestDatabase;
  let server: ChildProcess;
  // A server of its own: a copy reads the whole log of both servers, and the one that all tests share is long.
  beforeAll(async () => {
    database = await testDatabase('events');
    server = fork(SERVER, ['--database', database.url], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    [{ url }] = (await once(server, 'message')) as [{ url: string }];
    client = EventStoreDBClient.connectionString(url);
  });
  afterAll(async () => {
    await client.dispose();
    const ended = once(server, 'exit');
    server.kill('SIGTERM');
    await ended;
    await database.drop();
  });

  it('keeps order, ids, types, payloads, metadata and revisions', async () => {
    const from = await interleaved();
    await write(from, 'bytes', binaryEvent({ type: 'b', data: Uint8Array.of(0, 255), metadata: Uint8Array.of(1, 200) }), event());
    const to = emptyLog();
    expect(await copyLog({ from, to })).toMatchObject({ events: 62, copied: 62 });
    expect(await eventsOf(to)).toEqual(await eventsOf(from));
  });

  it('copies an empty log: its digest is the first of the chain', async () => {
    expect(await copyLog({ from: emptyLog(), to: emptyLog() })).toEqual({ events: 0, copied: 0, digest: GENESIS_DIGEST });
  });

  it('goes on behind what is there: after an end at any event, and after the source has grown', async () => {
    const from = await interleaved();
    const to = emptyLog();
    const target = openRawLog(to);
    for (const each of (await eventsOf(from)).slice(0, 17)) await target.append([each]);
    await target.close();
    expect(await copyLog({ from, to })).toMatchObject({ events: 60, copied: 43 });
    expect(await copyLog({ from, to })).toMatchObject({ events: 60, copied: 0 });
    await write(from, 's-1', event());
    expect(await copyLog({ from, to })).toMatchObject({ events: 61, copied: 1 });
    expect(await eventsOf(to)).toEqual(await eventsOf(from));
  });

  it('two copies at once put nothing twice', async () => {
    const from = await interleaved();
    const to = emptyLog();
    // In one process the client fails the appends of the other copy when the first is done; then that one is run again, as anybody would.
    const copy = () => copyLog({ from, to });
    const [one, other] = await Promise.all([copy().catch(copy), copy().catch(copy)]);
    expect([one.events, other.digest]).toEqual([60, one.digest]);
    expect(await eventsOf(to)).toEqual(await eventsOf(from));
  });

  it('moves what was deleted, and leaves the records of the store behind', async () => {
    const from = emptyLog();
    await write(from, 'gone', event(), event());
    await client.deleteStream(`${from.prefix}gone`);
    await write(from, 'gone', event());
    await write(from, 'ended', event());
    await client.tombstoneStream(`${from.prefix}ended`);
    expect(await copyLog({ from, to: emptyLog() })).toMatchObject({ events: 4 });
  });

  it('splits what one append cannot hold', async () => {
    const from = emptyLog();
    for (let n = 0; n < 4; n++) await write(from, 'large', event({ text: 'x'.repeat(400_000) }), event({ text: 'y'.repeat(400_000) }));
    for (let n = 0; n < 2; n++)
      await write(
        from,
        'many',
        Array.from({ length: 600 }, () => event()),
      );
    expect(await copyLog({ from, to: emptyLog() })).toMatchObject({ events: 1208 });
  });

  it('refuses a target that holds something else, naming the first position that differs', async () => {
    const from = await interleaved();
    const to = emptyLog();
    await write(to, 's-0', event());
    const message = expect.stringContaining('At position 1 ') as string;
    await expect(copyLog({ from, to })).rejects.toMatchObject({ status: 409, code: 'EVENT_STORE.TARGET_DIFFERS', message });
    expect(await eventsOf(to)).toHaveLength(1);
  });

  it('refuses a target with the same ids and another content', async () => {
    const [from, to] = [emptyLog(), emptyLog()];
    const original = event({ n: 1 });
    await write(from, 's', original);
    await write(to, 's', { ...original, data: { n: 2 } });
    await expect(copyLog({ from, to })).rejects.toMatchObject({ code: 'EVENT_STORE.TARGET_DIFFERS' });
  });

  it('refuses a target that has more than the source, and a source that is the target', async () => {
    const [from, to] = [emptyLog(), emptyLog()];
    await write(to, 's', event());
    await expect(copyLog({ from, to })).rejects.toMatchObject({ code: 'EVENT_STORE.TARGET_DIFFERS' });
    await expect(copyLog({ from, to: from })).rejects.toMatchObject({ status: 422, code: 'EVENT_STORE.SAME_LOG' });
  });

  it('says so where the target has no place for an event', async () => {
    const [from, to] = [emptyLog(), emptyLog()];
    await client.tombstoneStream(`${to.prefix}s`, { expectedRevision: 'any' });
    await write(from, 's', event());
    await expect(copyLog({ from, to })).rejects.toMatchObject({ status: 409, code: 'EVENT_STORE.NO_PLACE_IN_TARGET' });
  });

  it('is a 503 where a server is not there', async () => {
    const away = { url: 'esdb://127.0.0.1:9?tls=false', prefix: 'x.' };
    await expect(copyLog({ from: emptyLog(), to: away })).rejects.toMatchObject({ status: 503, code: 'EVENT_STORE.UNAVAILABLE' });
    await expect(copyLog({ from: away, to: emptyLog() })).rejects.toMatchObject({ status: 503, code: 'EVENT_STORE.UNAVAILABLE' });
  });
});

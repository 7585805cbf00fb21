import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type AllStreamSubscription, END, EventStoreDBClient, jsonEvent, START } from '@eventstore/db-client';
import { testDatabase, type TestDatabase } from '#libs/testing';
import { KillableServer, wholeLog } from './spec/chaos-rig.js';
import { residentMebibytes } from './spec/server-memory.js';

jest.setTimeout(600_000);

const event = (data: object = {}, id: string = randomUUID()) => jsonEvent({ id, type: 'noted', data: { ...data } });
const APPEND_PATH = { credentials: { username: 'u', password: 'p' }, deadline: 120_000 };

describe('the embedded event store under load', () => {
  let database: TestDatabase;
  let server: KillableServer;
  let writer: EventStoreDBClient;
  let settings = 20_000;
  const clients: EventStoreDBClient[] = [];
  /** On a connection of its own: what one reader leaves lying must not fill the others' window. */
  const connect = (): EventStoreDBClient => {
    const client = EventStoreDBClient.connectionString(
      `${server.url}&keepAliveInterval=${++settings}&keepAliveTimeout=60000&defaultDeadline=120000`,
    );
    clients.push(client);
    return client;
  };

  beforeAll(async () => {
    database = await testDatabase('events');
    server = new KillableServer(() => database.url, ['--max-append-bytes', '16000000']);
    await server.start();
    writer = connect();
  });
  afterAll(async () => {
    await Promise.all(clients.map((client) => Promise.race([client.dispose(), delay(1_000)])));
    await server.kill('SIGTERM');
    await database.drop();
  });

  it('200 subscriptions at once see the same events in the same order', async () => {
    const EVENTS = 50;
    const followers = [connect(), connect()];
    const seen = await Promise.all(Array.from({ length: 200 }, (_, n) => follow(followers[n % 2]!)));
    const stream = `many-${randomUUID()}`;
    for (let n = 0; n < EVENTS; n++) await writer.appendToStream(stream, event({ n }));
    while (seen.some(({ ids }) => ids.length < EVENTS)) await delay(20);
    expect(new Set(seen.map(({ ids }) => ids.join())).size).toBe(1);
    expect(seen[0]!.ids).toHaveLength(EVENTS);
    await Promise.all(seen.map(({ subscription }) => subscription.unsubscribe()));
  });

  it('subscribers that stop reading cost bounded memory, and lose nothing', async () => {
    const [SUBSCRIBERS, APPENDS, EVENTS, BYTES] = [20, 80, 10, 100_000];
    const stalled = Array.from({ length: SUBSCRIBERS }, () => connect().subscribeToAll({ fromPosition: END }));
    await Promise.all(stalled.map(stall));
    const stream = `stalled-${randomUUID()}`;
    const text = 'x'.repeat(BYTES);
    const ids: string[] = [];
    const before = residentMebibytes(server.pid);
    for (let n = 0; n < APPENDS; n++) {
      const next = Array.from({ length: EVENTS }, () => event({ n, text }));
      ids.push(...next.map(({ id }) => id));
      await writer.appendToStream(stream, next);
    }
    const after = residentMebibytes(server.pid);
    // Kept for each, 80 MB would be 1,600.
    if (before !== null && after !== null) expect(after - before).toBeLessThan(400);
    for (const resumed of stalled.slice(0, 3)) {
      const taken: string[] = [];
      for await (const { event: read } of resumed) if (read && taken.push(read.id) === ids.length) break;
      expect(taken).toEqual(ids);
    }
    await Promise.all(stalled.map(leave));
  });

  it('readers that do not read do not slow writers', async () => {
    const stream = `slow-${randomUUID()}`;
    await writer.appendToStream(
      stream,
      Array.from({ length: 1_000 }, (_, n) => event({ n, text: 'x'.repeat(10_000) })),
    );
    const round = async (): Promise<number> => {
      const started = performance.now();
      for (let n = 0; n < 10; n++)
        await Promise.all(Array.from({ length: 32 }, () => writer.appendToStream(`w-${randomUUID()}`, event({ n }))));
      return performance.now() - started;
    };
    const [alone, beside]: [number[], number[]] = [[], []];
    await round();
    for (let n = 0; n < 3; n++) {
      alone.push(await round(), await round());
      const readers = Array.from({ length: 20 }, () => connect().subscribeToAll({ fromPosition: START }));
      await Promise.all(readers.map(stall));
      // What a window holds is on its way first.
      await round();
      beside.push(await round(), await round());
      await Promise.all(readers.map(leave));
    }
    // The best of each: whatever else the machine does only adds.
    expect(Math.min(...beside) / Math.min(...alone)).toBeLessThan(3);
  });

  it('takes an event of 15 MB on both paths, and gives it to readers and subscribers', async () => {
    const text = randomUUID().repeat(15_000_000 / 36);
    for (const options of [{}, APPEND_PATH]) {
      const stream = `large-${randomUUID()}`;
      const { ids, subscription } = await follow(connect());
      const large = event({ text });
      await writer.appendToStream(stream, large, options);
      for await (const { event: read } of writer.readStream(stream)) expect((read?.data as { text: string }).text === text).toBe(true);
      while (ids.at(-1) !== large.id) await delay(20);
      await subscription.unsubscribe();
      await expect(writer.appendToStream(stream, event({ text: `${text}${'y'.repeat(1_100_000)}` }), options)).rejects.toMatchObject({
        type: 'maximum-append-size-exceeded',
      });
    }
  });

  it('of two servers that start on one database at once, one serves and the other refuses; then it may follow', async () => {
    const shared = await testDatabase('events');
    const [one, other] = [new KillableServer(() => shared.url), new KillableServer(() => shared.url)];
    const outcomes = await Promise.allSettled([one.start(), other.start()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [serving, refused] = outcomes[0].status === 'fulfilled' ? [one, other] : [other, one];
    await serving.kill('SIGKILL');
    await refused.start();
    await refused.kill('SIGTERM');
    await shared.drop();
  });

  it('stops in order: what it acknowledged is there, every open call ends, and the same clients go on with the next server', async () => {
    const appends = connect();
    const reader = connect();
    const { subscription, ended } = await follow(reader);
    const sent = Array.from({ length: 200 }, () => ({ stream: `stop-${randomUUID()}`, what: event() }));
    const answers = sent.map(({ stream, what }) => appends.appendToStream(stream, what, { expectedRevision: 'no_stream', ...APPEND_PATH }));
    await answers[0];
    const settled = Promise.allSettled(answers);
    await server.kill('SIGTERM');
    const outcomes = await settled;
    await ended;
    await server.start();
    const stored = new Set((await wholeLog(server.url)).map(({ id }) => id));
    outcomes.forEach(({ status }, n) => expect(status === 'rejected' || stored.has(sent[n]!.what.id)).toBe(true));
    // The same again with the same ids: what was in doubt is in the log once.
    for (const { stream, what } of sent) {
      const again = () => appends.appendToStream(stream, what, { expectedRevision: 'no_stream', ...APPEND_PATH });
      expect(await again().catch(again)).toMatchObject({ nextExpectedRevision: 0n });
    }
    const ids = (await wholeLog(server.url)).map(({ id }) => id);
    expect(sent.every(({ what }) => ids.filter((id) => id === what.id).length === 1)).toBe(true);
    await subscription.unsubscribe().catch(() => undefined);
  });
});

/** Confirmed, and from then on nobody takes its events: without a listener a subscription takes what a window holds and no more. */
function stall(subscription: AllStreamSubscription): Promise<unknown> {
  subscription.on('error', () => undefined);
  return new Promise((confirmed) => subscription.once('confirmation', confirmed));
}

/** A call that was cancelled half-read has no end that the client would see, unless the rest is taken. */
async function leave(subscription: AllStreamSubscription): Promise<void> {
  await subscription.unsubscribe().catch(() => undefined);
  subscription.resume();
}

interface Following {
  readonly subscription: AllStreamSubscription;
  readonly ids: string[];
  /** Settles when the server ends it, and by no other means. */
  readonly ended: Promise<unknown>;
}

/** Subscribes to what comes from now on. */
async function follow(client: EventStoreDBClient): Promise<Following> {
  const subscription = client.subscribeToAll({ fromPosition: END });
  const ids: string[] = [];
  subscription.on('data', ({ event: read }) => {
    if (read && !read.type.startsWith('$')) ids.push(read.id);
  });
  const ended = new Promise((resolve) => subscription.once('error', resolve).once('end', resolve));
  await new Promise((confirmed) => subscription.once('confirmation', confirmed));
  return { subscription, ids, ended };
}

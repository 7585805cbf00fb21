import fc from 'fast-check';
import { eventTypes, GENESIS_DIGEST, leafOf, nextDigest } from '#libs/contracts';
import { prepareReadModels } from '#libs/projections';
import { testDatabase, type TestDatabase } from '#libs/testing';
import { appendToSpine, sampleEvents } from './spine.fixture.js';
import {
  type CloudEventItem,
  everyBlock,
  type FeedItem,
  followFeed,
  LogListener,
  readCompleteness,
  readFeedHead,
  readFeedPage,
  visibleTypes,
} from './index.js';

const ALL = 311;
const source = 'https://ledger.example';
let database: TestDatabase;
let endDigest: string;

beforeAll(async () => {
  database = await testDatabase('feeds');
  await prepareReadModels(database.pool, []);
  endDigest = await appendToSpine(database.pool, sampleEvents(ALL));
});
afterAll(() => database.drop());

async function readWhole(limit: number, types: readonly string[] | null): Promise<FeedItem[]> {
  const all: FeedItem[] = [];
  for (let after = 0; ;) {
    const { items, next } = await readFeedPage(database.pool, { after, limit, types, source });
    if (items.length === 0) return all;
    all.push(...items);
    after = Number(next);
  }
}

const chain = (items: readonly FeedItem[]): string => items.reduce((digest, { leaf }) => nextDigest(digest, leaf), GENESIS_DIGEST);
const isFull = (item: FeedItem): item is CloudEventItem => 'id' in item;

describe('the feed', () => {
  it('R5.13 any page size and any type filter give every position once and the same digest', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 400 }), fc.option(fc.subarray(eventTypes)), async (limit, types) => {
        const items = await readWhole(limit, types);
        expect(items.map(({ position }) => Number(position))).toEqual(Array.from({ length: ALL }, (_, index) => index + 1));
        expect(chain(items)).toBe(endDigest);
        if (types) expect(items.filter(isFull).every(({ type }) => (types as string[]).includes(type))).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it('an item says enough to compute its leaf again, so content cannot be altered either', async () => {
    const items = await readWhole(400, null);
    for (const item of items.filter(isFull)) {
      const { id, type, stream, revision, data, metadata } = item;
      expect(leafOf({ id, type, stream, revision, data, metadata: JSON.parse(metadata) as unknown })).toBe(item.leaf);
    }
  });

  it('an item is a CloudEvent: a day is its first instant in its zone, an unknown time is not told', async () => {
    const { items } = await readFeedPage(database.pool, { after: 0, limit: 3, types: null, source });
    const [instant, day, unknown] = items as CloudEventItem[];
    expect(instant).toMatchObject({
      specversion: '1.0',
      source,
      type: 'lead.stage-entered',
      time: '2026-03-03T12:00:00.000Z',
      occurredprecision: 'instant',
    });
    expect(instant?.subject).toBe(instant?.stream.slice('lead-'.length));
    expect(day).toMatchObject({ time: '2026-03-28T23:00:00.000Z', occurredprecision: 'day', knownat: '2026-03-03T12:00:01.000Z' });
    expect(unknown).not.toHaveProperty('time');
    expect(unknown).toMatchObject({ subject: '2', occurredprecision: 'unknown', position: '3' });
  });

  it('what a filter leaves out is bare', async () => {
    const { items } = await readFeedPage(database.pool, { after: 0, limit: 4, types: ['rep.joined'], source });
    expect(items.map((item) => Object.keys(item).length)).toEqual([2, 2, expect.any(Number), 2]);
    expect(items[0]).toEqual({ position: '1', leaf: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  it('a filter of unknown types is refused, all of them at once', () => {
    expect(() => visibleTypes(['lead.*', 'lead.asigned', 'nothing.*'], () => true)).toThrow(/lead\.asigned.*nothing\.\*/);
    expect(visibleTypes(['lead.*'], (type) => type !== 'lead.won')).not.toContain('lead.won');
    expect(visibleTypes([], () => true)).toBeNull();
  });

  it('a subscriber that is ahead of the log is told so', async () => {
    expect((await readFeedPage(database.pool, { after: ALL, limit: 10, types: null, source })).next).toBe(String(ALL));
    await expect(readFeedPage(database.pool, { after: ALL + 1, limit: 10, types: null, source })).rejects.toMatchObject({
      code: 'FEED.BEYOND_THE_END',
    });
  });

  it('a page ends early where its events are large', async () => {
    const own = await testDatabase('feeds_large');
    try {
      await prepareReadModels(own.pool, []);
      const large = sampleEvents(12).map((event) => ({ ...event, data: { text: 'x'.repeat(1_000_000) } }));
      await appendToSpine(own.pool, large);
      const { items, next } = await readFeedPage(own.pool, { after: 0, limit: 12, types: null, source });
      expect(items.length).toBeGreaterThan(0);
      expect(items.length).toBeLessThan(6);
      expect(next).toBe(String(items.length));
    } finally {
      await own.drop();
    }
  });
});

describe('completeness', () => {
  it('gives the count and digest of full blocks and the running end', async () => {
    const own = await testDatabase('feeds_blocks');
    try {
      await prepareReadModels(own.pool, []);
      expect(await readCompleteness(own.pool, { after: 0, limit: 10 })).toEqual({
        blockSize: 10_000,
        blocks: [],
        running: null,
        end: { position: '0', digest: GENESIS_DIGEST },
        next: null,
      });
      const events = sampleEvents(20_003);
      const end = await appendToSpine(own.pool, events);
      const digestAt = (position: number): string =>
        events.slice(0, position).reduce((digest, event) => nextDigest(digest, leafOf(event)), GENESIS_DIGEST);
      const [first, second] = [digestAt(10_000), digestAt(20_000)];
      expect(await readCompleteness(own.pool, { after: 0, limit: 10 })).toEqual({
        blockSize: 10_000,
        blocks: [
          { block: 1, from: '1', to: '10000', count: 10_000, digest: first },
          { block: 2, from: '10001', to: '20000', count: 10_000, digest: second },
        ],
        running: { block: 3, from: '20001', to: '20003', count: 3, digest: end },
        end: { position: '20003', digest: end },
        next: null,
      });
      expect(await readCompleteness(own.pool, { after: 0, limit: 1 })).toMatchObject({
        blocks: [{ block: 1 }],
        running: null,
        end: { position: '20003' },
        next: '10000',
      });
      const lines: string[] = [];
      for await (const { to } of everyBlock(own.pool)) lines.push(to);
      expect(lines).toEqual(['10000', '20000', '20003']);
      expect(await readCompleteness(own.pool, { after: 10_000, limit: 1 })).toMatchObject({ blocks: [{ block: 2 }], next: null });
    } finally {
      await own.drop();
    }
  });
});

describe('following the feed', () => {
  it('subscription_back_pressure: a slow reader is given each position once, page by page, and news wakes it', async () => {
    const listener = new LogListener(database.url, () => undefined);
    listener.start();
    const stop = new AbortController();
    const seen: number[] = [];
    let heartbeats = 0;
    const { position } = await readFeedHead(database.pool);
    const until = Number(position) + 8;
    const writing = (async () => {
      for (let batch = 0; batch < 4; batch++) {
        await new Promise((resolve) => setTimeout(resolve, 30));
        const extra = [0, 1].map((n) => ({ ...sampleEvents(1)[0]!, stream: `lead-new-${batch}-${n}` }));
        await appendToSpine(database.pool, extra);
      }
    })();
    for await (const items of followFeed(database.pool, listener, {
      after: 0,
      types: null,
      source,
      heartbeatMs: 20,
      signal: stop.signal,
    })) {
      if (items.length === 0) heartbeats++;
      seen.push(...items.map((item) => Number(item.position)));
      if (seen.length < 100) await new Promise((resolve) => setTimeout(resolve, 5));
      if (seen.at(-1) === until && heartbeats > 1) stop.abort();
    }
    await writing;
    expect(seen).toEqual(Array.from({ length: until }, (_, index) => index + 1));
    await listener.close();
  });
});

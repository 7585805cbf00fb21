import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:http2';
import { setTimeout as delay } from 'node:timers/promises';
import {
  ANY,
  BACKWARDS,
  binaryEvent,
  type AppendToStreamOptions,
  END,
  eventTypeFilter,
  NO_STREAM,
  type ReadAllOptions,
  type ReadStreamOptions,
  START,
  STREAM_EXISTS,
  streamNameFilter,
  type TombstoneStreamOptions,
} from '@eventstore/db-client';
import { testDatabase } from '#libs/testing';
import { WINDOW_BYTES } from './grpc/flow-control.js';
import { event, ServedStore } from './spec/served-store.js';

type Told = NodeJS.EventEmitter & { unsubscribe(): Promise<void> };
interface Resolved {
  readonly event?: { readonly type: string; readonly revision: bigint };
  readonly link?: { readonly revision: bigint };
}

const ON_APPEND_PATH: AppendToStreamOptions = { credentials: { username: 'u', password: 'p' } };
const told = ({ event: read, link }: Resolved): string =>
  `${read ? `${read.type}@${read.revision}` : 'gone'}${link ? ` by ${link.revision}` : ''}`;
const linkTo = (data: string) => binaryEvent({ type: '$>', data: Buffer.from(data) });

describe('edges of the protocol that the checklist leaves out', () => {
  let store: ServedStore;
  beforeAll(async () => {
    store = await ServedStore.start(await testDatabase('events'));
  });
  afterAll(() => store.stop());

  const stream = async (events = 0): Promise<string> => {
    const name = `s-${randomUUID()}`;
    if (events > 0) await append(name, events);
    return name;
  };
  const append = (name: string, events = 1, options: AppendToStreamOptions = {}) =>
    store.client.appendToStream(
      name,
      Array.from({ length: events }, () => event()),
      options,
    );
  const read = async (name: string, options: ReadStreamOptions = {}): Promise<string[]> => {
    const seen: string[] = [];
    for await (const each of store.client.readStream(name, options)) seen.push(told(each));
    return seen;
  };
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => null,
      (error: unknown) => error as Record<string, unknown>,
    );

  /** What a subscription says until it has caught up, and then what it says to `then`. */
  async function hears(subscription: unknown, then: () => Promise<unknown> = () => Promise.resolve(), more = 0): Promise<string[]> {
    const following = subscription as Told;
    const heard: string[] = [];
    following.on('confirmation', () => heard.push('confirmed'));
    following.on('caughtUp', () => heard.push('caught up'));
    following.on('data', (each: Resolved) => heard.push(told(each)));
    following.on('error', ({ type }: { type: string }) => heard.push(type));
    while (!heard.includes('caught up')) await delay(5);
    const before = heard.length;
    await then();
    while (heard.length < before + more) await delay(5);
    await delay(50);
    following.removeAllListeners('end');
    await following.unsubscribe();
    return heard;
  }

  describe('reading', () => {
    it('a client may send a mebibyte ahead of being read, on a call and on the connection', async () => {
      const session = connect(store.url.replace(/^esdb:(.*)\?.*$/, 'http:$1'));
      await once(session, 'remoteSettings');
      expect(session.remoteSettings.initialWindowSize).toBe(WINDOW_BYTES);
      for (let tries = 0; session.state.remoteWindowSize !== WINDOW_BYTES && tries < 100; tries++) await delay(10);
      expect(session.state.remoteWindowSize).toBe(WINDOW_BYTES);
      session.destroy();
    });

    it('of nothing is empty: no event wanted, a range beyond the end, the wrong end of the log', async () => {
      const name = await stream(3);
      expect(await read(name, { maxCount: 0 })).toEqual([]);
      expect(await read(name, { fromRevision: 9_223_372_036_854_775_807n })).toEqual([]);
      expect(await read(name, { fromRevision: END })).toEqual([]);
      const ends: readonly ReadAllOptions[] = [{ maxCount: 0 }, { fromPosition: END }, { direction: BACKWARDS, fromPosition: START }];
      for (const options of ends) for await (const each of store.client.readAll(options)) throw new Error(`Read ${told(each)}`);
    });

    it('backwards begins at the last event from wherever beyond it', async () => {
      const name = await stream(3);
      const all = ['noted@2', 'noted@1', 'noted@0'];
      expect(await read(name, { direction: BACKWARDS, fromRevision: 9_223_372_036_854_775_807n })).toEqual(all);
      expect(await read(name, { direction: BACKWARDS, fromRevision: START })).toEqual(['noted@0']);
    });

    it('resolves links, also backwards: to the target, to nothing where it is gone, and what is no link stays an event', async () => {
      const [target, links] = [await stream(2), await stream()];
      await store.client.appendToStream(links, [`1@${target}`, `9@${target}`, 'garbage', `0@${await stream()}`].map(linkTo));
      const seen = ['noted@1 by 0', 'gone by 1', '$>@2', 'gone by 3'];
      expect(await read(links, { resolveLinkTos: true })).toEqual(seen);
      expect(await read(links, { resolveLinkTos: true, direction: BACKWARDS, fromRevision: END })).toEqual([...seen].reverse());
      await store.client.tombstoneStream(target);
      expect((await read(links, { resolveLinkTos: true }))[0]).toBe('gone by 0');
    });
  });

  describe.each([
    ['batch', {}],
    ['append', ON_APPEND_PATH],
  ] as const)('appending on the %s path', (_path, options) => {
    it('keeps empty data, odd JSON and metadata of every kind as they are', async () => {
      const name = await stream();
      await store.client.appendToStream(
        name,
        [
          binaryEvent({ type: 'b', data: new Uint8Array() }),
          event(''),
          event([]),
          binaryEvent({ type: 'b', data: Buffer.from('x'), metadata: { m: 1 } }),
          { ...event(), metadata: Uint8Array.from(Buffer.from('not json')) },
        ],
        options,
      );
      const seen: unknown[] = [];
      for await (const { event: stored } of store.client.readStream(name)) seen.push([stored?.isJson, stored?.data, stored?.metadata]);
      expect(seen).toEqual([
        [false, new Uint8Array(), undefined],
        [true, '', undefined],
        [true, [], undefined],
        [false, new Uint8Array(Buffer.from('x')), { m: 1 }],
        [true, {}, new Uint8Array(Buffer.from('not json'))],
      ]);
    });

    it('takes 5,000 events at once, and the same id twice in one append', async () => {
      expect(await append(await stream(), 5_000, options)).toMatchObject({ nextExpectedRevision: 4_999n });
      const [name, twice] = [await stream(), event()];
      for (let n = 0; n < 2; n++)
        expect(await store.client.appendToStream(name, [twice, twice], { ...options, expectedRevision: NO_STREAM })).toMatchObject({
          nextExpectedRevision: 1n,
        });
      expect(await read(name)).toHaveLength(2);
    });

    it('checks the revision of an append without events too', async () => {
      const name = await stream(2);
      expect(await refusal(append(name, 0, { ...options, expectedRevision: 9n }))).toMatchObject({ actualVersion: 1n });
      expect(await append(await stream(), 0, { ...options, expectedRevision: NO_STREAM })).toMatchObject({ success: true });
    });

    it('refuses what no server could keep, and goes on', async () => {
      const name = await stream();
      for (const bad of [event({}, ''), { ...event(), id: 'nonsense' }, { ...event(), id: '00000000-0000-0000-0000-000000000000' }])
        expect(await refusal(store.client.appendToStream(name, bad, options))).toMatchObject({ type: 'unknown' });
      expect(await refusal(append('', 1, options))).toMatchObject({ type: 'unknown' });
      // Larger than any gRPC message may be; a busy machine takes its time to say so.
      const patient = { ...options, deadline: 55_000 };
      expect(await refusal(store.client.appendToStream(name, event('x'.repeat(25_000_000)), patient))).toMatchObject({ type: 'unknown' });
      expect(await append(name, 1, options)).toMatchObject({ nextExpectedRevision: 0n });
    });
  });

  describe('deleting', () => {
    it('for ever obeys the expected revision', async () => {
      const remove = async (events: number, expectedRevision: AppendToStreamOptions['expectedRevision']) =>
        store.client.tombstoneStream(await stream(events), { expectedRevision } as TombstoneStreamOptions);
      expect(await refusal(remove(2, 7n))).toMatchObject({ type: 'wrong-expected-version', expectedVersion: 7n, actualVersion: 1n });
      expect(await refusal(remove(2, NO_STREAM))).toMatchObject({ expectedVersion: -1n, actualVersion: 1n });
      expect(await refusal(remove(0, STREAM_EXISTS))).toMatchObject({ expectedVersion: -4n, actualVersion: -1n });
      expect(await refusal(remove(0, 0n))).toMatchObject({ expectedVersion: 0n, actualVersion: -1n });
      for (const good of [remove(2, 1n), remove(2, STREAM_EXISTS), remove(0, NO_STREAM)]) expect((await good).position).toBeDefined();
    });

    it('softly works twice, and then for ever', async () => {
      const name = await stream(2);
      await store.client.deleteStream(name, { expectedRevision: 1n });
      await store.client.deleteStream(name, { expectedRevision: 1n });
      await store.client.tombstoneStream(name);
      expect(await refusal(store.client.setStreamMetadata(name, { maxCount: 1 }))).toMatchObject({
        type: 'stream-deleted',
        streamName: `$$${name}`,
      });
    });

    it('is undone by metadata: the stream is there and empty; by metadata that is no JSON, whole', async () => {
      const [described, broken] = [await stream(2), await stream(2)];
      for (const name of [described, broken]) await store.client.deleteStream(name);
      await store.client.setStreamMetadata(described, { maxCount: 3 });
      expect(await read(described)).toEqual([]);
      expect((await store.client.getStreamMetadata(described)).metadata).toEqual({ maxCount: 3, truncateBefore: 2 });
      await store.client.appendToStream(`$$${broken}`, binaryEvent({ type: '$metadata', data: Buffer.from('{oops') }));
      expect(await read(broken)).toEqual(['noted@0', 'noted@1']);
    });

    it('of metadata obeys its own revision; an access list may be a name', async () => {
      const name = await stream();
      expect(await refusal(store.client.setStreamMetadata(name, {}, { expectedRevision: STREAM_EXISTS }))).toMatchObject({
        expectedVersion: 'stream_exists',
        actualVersion: 'no_stream',
      });
      await store.client.setStreamMetadata(name, { acl: '$userStreamAcl' } as never, { expectedRevision: NO_STREAM });
      await store.client.setStreamMetadata(name, { acl: '$userStreamAcl', maxCount: 2 } as never, { expectedRevision: 0n });
      expect((await store.client.getStreamMetadata(name)).metadata).toEqual({ acl: '$userStreamAcl', maxCount: 2 });
    });
  });

  describe('subscribing', () => {
    it('from beyond the end waits, and skips until it is passed', async () => {
      const name = await stream(3);
      const following = store.client.subscribeToStream(name, { fromRevision: 4n });
      expect(await hears(following, () => append(name, 4), 2)).toEqual(['confirmed', 'caught up', 'noted@5', 'noted@6']);
      const all = store.client.subscribeToAll({ fromPosition: { commit: 10n ** 12n, prepare: 10n ** 12n } });
      expect(await hears(all, () => append(name))).toEqual(['confirmed', 'caught up']);
    });

    it('sees of a stream what its metadata leaves, and later events as they come', async () => {
      const [counted, cut, deleted] = [await stream(5), await stream(2), await stream(2)];
      await store.client.setStreamMetadata(counted, { maxCount: 2 });
      await store.client.setStreamMetadata(cut, { truncateBefore: 4 });
      await store.client.deleteStream(deleted);
      const from = (name: string) => store.client.subscribeToStream(name, { fromRevision: START });
      expect(await hears(from(counted), () => append(counted, 3), 3)).toEqual([
        'confirmed',
        'noted@3',
        'noted@4',
        'caught up',
        'noted@5',
        'noted@6',
        'noted@7',
      ]);
      expect(await hears(from(cut), () => append(cut, 4), 2)).toEqual(['confirmed', 'caught up', 'noted@4', 'noted@5']);
      expect(await hears(from(deleted), () => append(deleted), 1)).toEqual(['confirmed', 'caught up', 'noted@2']);
    });

    it('to the metadata of a stream begins with the newest', async () => {
      const name = await stream();
      for (const maxCount of [1, 2]) await store.client.setStreamMetadata(name, { maxCount });
      const following = store.client.subscribeToStream(`$$${name}`, { fromRevision: START });
      const third = () => store.client.setStreamMetadata(name, { maxCount: 3 });
      expect(await hears(following, third, 1)).toEqual(['confirmed', '$metadata@1', 'caught up', '$metadata@2']);
    });

    it('resolves links, of one stream and of $all, whose filter looks at the link', async () => {
      const [target, links] = [await stream(2), `links-${await stream()}`];
      await store.client.appendToStream(links, [`0@${target}`, `9@${target}`].map(linkTo));
      const live = () => store.client.appendToStream(links, linkTo(`1@${target}`));
      const one = store.client.subscribeToStream(links, { fromRevision: START, resolveLinkTos: true });
      expect(await hears(one, live, 1)).toEqual(['confirmed', 'noted@0 by 0', 'gone by 1', 'caught up', 'noted@1 by 2']);
      const filter = streamNameFilter({ prefixes: [links] });
      const all = store.client.subscribeToAll({ fromPosition: START, resolveLinkTos: true, filter });
      expect(await hears(all, live, 1)).toEqual(['confirmed', 'noted@0 by 0', 'gone by 1', 'noted@1 by 2', 'caught up', 'noted@1 by 3']);
    });

    it('with a filter from END sends checkpoints after each interval of what goes by', async () => {
      const reached: bigint[] = [];
      const filter = eventTypeFilter({
        regex: '^nothing$',
        maxSearchWindow: 10,
        checkpointInterval: 3,
        checkpointReached: async (_, { commit }) => void reached.push(commit),
      });
      const name = await stream();
      const tail = (await append(name)).position!.commit;
      await hears(store.client.subscribeToAll({ fromPosition: END, filter }), async () => {
        for (let n = 0; n < 10; n++) await append(name, 10);
        while (reached.length < 4) await delay(5);
      });
      expect(reached).toEqual([tail, tail + 30n, tail + 60n, tail + 90n]);
    });

    it('with a bad regular expression, or to a stream that was deleted for ever, fails and says why', async () => {
      const ended = await stream();
      await store.client.tombstoneStream(ended, { expectedRevision: ANY });
      for (const [following, type] of [
        [store.client.subscribeToAll({ filter: eventTypeFilter({ regex: '(' }) }), 'unknown'],
        [store.client.subscribeToStream(ended, { fromRevision: END }), 'stream-deleted'],
      ] as const)
        expect(await new Promise((resolve) => following.once('error', resolve))).toMatchObject({ type });
    });
  });
});

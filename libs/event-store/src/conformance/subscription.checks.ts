import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { ANY, END, eventTypeFilter, excludeSystemEvents, type Position, START, streamNameFilter } from '@eventstore/db-client';
import { type CheckRig, Followed } from './check-rig.js';
import { type ConformanceCheck } from './conformance-check.js';

/** Follows $all for what belongs to streams that begin with `prefix`. */
const followAll = (rig: CheckRig, prefix: string, fromPosition: Position | typeof START | typeof END = START): Followed =>
  new Followed(rig.followers.subscribeToAll({ fromPosition, filter: streamNameFilter({ prefixes: [prefix] }) }));

const count = (rig: CheckRig, followed: Followed, events: number): Promise<boolean> =>
  rig.eventually(
    `${events} events, ${followed.events.length} came`,
    () => (followed.error ? Promise.reject(followed.error) : followed.events.length >= events),
    60_000,
  );

const caughtUp = (rig: CheckRig, followed: Followed): Promise<boolean> =>
  rig.eventually('caught up', () => (followed.error ? Promise.reject(followed.error) : followed.caughtUp > 0), 60_000);

function strictlyIncreasing(followed: Followed): void {
  followed.events.slice(1).forEach((event, index) => assert.ok(event.position > followed.events[index]!.position, 'strictly increasing'));
}

export const subscriptionChecks: readonly ConformanceCheck[] = [
  {
    item: '54 a missing stream: confirmed, caught up, then events when they are appended',
    async run(rig) {
      const stream = rig.stream();
      const followed = new Followed(rig.followers.subscribeToStream(stream, { fromRevision: START }));
      await caughtUp(rig, followed);
      assert.ok(followed.confirmed);
      await rig.append(stream, rig.events(2));
      await count(rig, followed, 2);
      await followed.stop();
      return '2 events';
    },
  },
  {
    item: '55 fromRevision r starts at r+1; END only new; START all, then live; caught up after history',
    async run(rig) {
      const stream = rig.stream();
      await rig.append(stream, rig.events(3));
      const all = ([1n, END, START] as const).map(
        (fromRevision) => new Followed(rig.followers.subscribeToStream(stream, { fromRevision })),
      );
      for (const followed of all) await caughtUp(rig, followed);
      await rig.append(stream, rig.event());
      await rig.eventually('the live event', () => all.every((followed) => followed.events.at(-1)?.revision === 3n));
      assert.deepEqual(
        all.map((followed) => followed.revisions),
        ['2,3', '3', '0,1,2,3'],
      );
      for (const followed of all) await followed.stop();
      return '2,3 | 3 | 0,1,2,3';
    },
  },
  {
    item: '56 subscribeToAll from P: the first event is strictly after P',
    async run(rig) {
      const stream = rig.stream();
      const { position } = await rig.append(stream, rig.event());
      await rig.append(stream, rig.event());
      const followed = followAll(rig, stream, position!);
      await count(rig, followed, 1);
      assert.equal(followed.revisions, '1');
      await followed.stop();
      return '1';
    },
  },
  {
    item: '57 subscribed from START during heavy writing: every event once, in order',
    async run(rig) {
      const prefix = rig.stream('heavy');
      const writers = Array.from({ length: 4 }, async (_, writer) => {
        for (let n = 0; n < 100; n++) await rig.append(`${prefix}-${writer}`, rig.events(5));
      });
      const followed = followAll(rig, prefix);
      await Promise.all(writers);
      await count(rig, followed, 2000);
      await delay(200);
      assert.equal(followed.events.length, 2000);
      strictlyIncreasing(followed);
      await followed.stop();
      return '2,000 events of 4 writers';
    },
  },
  {
    item: '58 from acknowledgement to live delivery within 1 s',
    async run(rig) {
      const stream = rig.stream();
      const followed = followAll(rig, stream, END);
      await caughtUp(rig, followed);
      await rig.append(stream, rig.event());
      const acknowledged = Date.now();
      await count(rig, followed, 1);
      const elapsed = Date.now() - acknowledged;
      assert.ok(elapsed < 1000, `${elapsed} ms`);
      await followed.stop();
      return `${elapsed} ms`;
    },
  },
  {
    item: '59 prefix and regex filters on type and stream name deliver exactly what matches, historic and live',
    async run(rig) {
      const base = rig.stream('filter');
      const types = [`${base}-won`, `${base}-lost`];
      const write = async (): Promise<void> => {
        for (const [n, type] of types.entries()) await rig.append(`${base}-s${n}`, rig.event({}, { type }));
      };
      await write();
      const filters = [
        streamNameFilter({ prefixes: [`${base}-s0`] }),
        streamNameFilter({ regex: `${base}-s[1]$` }),
        eventTypeFilter({ prefixes: [`${base}-wo`, `${base}-lo`] }),
        eventTypeFilter({ regex: `^${base}-l.st$` }),
        eventTypeFilter({ prefixes: [`${base}-nothing`] }),
      ];
      const all = filters.map((filter) => new Followed(rig.followers.subscribeToAll({ fromPosition: START, filter })));
      for (const followed of all) await caughtUp(rig, followed);
      await write();
      await rig.eventually('all live events', () => all.every((followed, n) => followed.events.length >= [2, 2, 4, 2, 0][n]!));
      await delay(100);
      const seen = all.map((followed) => followed.events.map(({ type }) => type.slice(base.length + 1)).join(','));
      assert.deepEqual(seen, ['won,won', 'lost,lost', 'won,lost,won,lost', 'lost,lost', '']);
      for (const followed of all) await followed.stop();
      return 'five filters';
    },
  },
  {
    item: '60 checkpoints over 100 events that do not match: at least one, strictly increasing, resumable without loss',
    async run(rig) {
      const [noise, wanted] = [rig.stream('noise'), rig.stream('wanted')];
      const { position: start } = await rig.append(noise, rig.event());
      for (let n = 0; n < 10; n++) await rig.append(noise, rig.events(10));
      const checkpoints: Position[] = [];
      const filter = streamNameFilter({
        prefixes: [wanted],
        checkpointInterval: 1,
        maxSearchWindow: 10,
        checkpointReached: async (_, position) => void checkpoints.push(position),
      });
      const followed = new Followed(rig.followers.subscribeToAll({ fromPosition: start!, filter }));
      await caughtUp(rig, followed);
      await followed.stop();
      assert.ok(checkpoints.length >= 1, 'at least one');
      checkpoints.slice(1).forEach(({ commit }, index) => assert.ok(commit > checkpoints[index]!.commit, 'strictly increasing'));
      await rig.append(wanted, rig.event());
      for (const checkpoint of [checkpoints[0]!, checkpoints.at(-1)!]) {
        const resumed = followAll(rig, wanted, checkpoint);
        await count(rig, resumed, 1);
        await resumed.stop();
      }
      return `${checkpoints.length} checkpoints`;
    },
  },
  {
    item: '61 excludeSystemEvents hides $-types; an unfiltered subscription sees $metadata',
    async run(rig) {
      const stream = rig.stream();
      const { position } = await rig.append(stream, rig.event());
      await rig.client.setStreamMetadata(stream, { maxCount: 5 });
      await rig.append(stream, rig.event());
      const filtered = new Followed(rig.followers.subscribeToAll({ fromPosition: position!, filter: excludeSystemEvents() }));
      const everything = new Followed(rig.followers.subscribeToAll({ fromPosition: position! }));
      await rig.eventually('both', () =>
        [filtered, everything].every((followed) => followed.events.some((event) => event.stream === stream && event.revision === 1n)),
      );
      assert.ok(filtered.events.every(({ type }) => !type.startsWith('$')));
      assert.ok(everything.events.some((event) => event.stream === `$$${stream}` && event.type === '$metadata'));
      await filtered.stop();
      await everything.stop();
      return 'hidden, visible';
    },
  },
  {
    item: '62 unsubscribe stops delivery; others go on',
    async run(rig) {
      const stream = rig.stream();
      const [one, two] = [followAll(rig, stream, END), followAll(rig, stream, END)];
      await caughtUp(rig, one);
      await caughtUp(rig, two);
      await one.stop();
      await rig.append(stream, rig.event());
      await count(rig, two, 1);
      await delay(100);
      assert.equal(one.events.length, 0);
      await two.stop();
      return '0 and 1';
    },
  },
  {
    item: '63 a tombstone while subscribed: $streamDeleted, then StreamDeletedError; subscribing afterwards fails',
    async run(rig) {
      const stream = rig.stream();
      await rig.append(stream, rig.event());
      const followed = new Followed(rig.followers.subscribeToStream(stream, { fromRevision: START }));
      await caughtUp(rig, followed);
      await rig.client.tombstoneStream(stream, { expectedRevision: ANY });
      const error = await rig.eventually('the error', () => followed.error ?? undefined);
      assert.deepEqual([followed.events.at(-1)?.type, error.type], ['$streamDeleted', 'stream-deleted']);
      const late = new Followed(rig.followers.subscribeToStream(stream, { fromRevision: START }));
      const refused = await rig.eventually('the error', () => late.error ?? undefined);
      assert.deepEqual([refused.type, late.confirmed], ['stream-deleted', false]);
      return 'event, error; refused';
    },
  },
  {
    item: '64 a revived stream keeps feeding an existing subscription',
    async run(rig) {
      const stream = rig.stream();
      await rig.append(stream, rig.events(2));
      const followed = new Followed(rig.followers.subscribeToStream(stream, { fromRevision: START }));
      await caughtUp(rig, followed);
      await rig.client.deleteStream(stream);
      await rig.append(stream, rig.event());
      await count(rig, followed, 3);
      assert.equal(followed.revisions, '0,1,2');
      await followed.stop();
      return '0,1,2';
    },
  },
  {
    item: '65 a subscriber that stops reading for 10 s while 5,000 events arrive catches up completely, in order',
    waits: true,
    async run(rig) {
      const stream = rig.stream();
      const followed = followAll(rig, stream, END);
      await caughtUp(rig, followed);
      followed.subscription.pause();
      const resumed = delay(10_000);
      for (let n = 0; n < 50; n++)
        await rig.append(
          stream,
          Array.from({ length: 100 }, () => rig.event({ text: 'x'.repeat(500) })),
        );
      await resumed;
      followed.subscription.resume();
      await count(rig, followed, 5000);
      followed.events.forEach(({ revision }, index) => assert.equal(revision, BigInt(index)));
      await followed.stop();
      return '5,000 in order';
    },
  },
  {
    item: '66 two subscribers of $all see the identical sequence',
    async run(rig) {
      const prefix = rig.stream('same');
      const [one, two] = [followAll(rig, prefix), followAll(rig, prefix)];
      await Promise.all(Array.from({ length: 50 }, (_, n) => rig.append(`${prefix}-${n % 7}`, rig.events(2))));
      await count(rig, one, 100);
      await count(rig, two, 100);
      assert.deepEqual(one.events, two.events);
      await one.stop();
      await two.stop();
      return '100 events';
    },
  },
  {
    item: '67 read your writes: 300 × append, read the last; never stale',
    onBothPaths: true,
    async run(rig) {
      const stream = rig.stream();
      for (let n = 0n; n < 300n; n++) {
        await rig.append(stream, rig.event());
        assert.equal(await rig.revisions(stream, { direction: 'backwards', fromRevision: END, maxCount: 1 }), `${n}`);
      }
      return '300 times';
    },
  },
];

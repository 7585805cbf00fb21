import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { END, START } from '@eventstore/db-client';
import { caughtUp, count, followAll, Followed, strictlyIncreasing } from './followed.js';
import { type ConformanceCheck } from './conformance-check.js';

/** Where a subscription starts, and that it misses nothing. */
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

import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { ANY, END, START } from '@eventstore/db-client';
import { caughtUp, count, followAll, Followed } from './followed.js';
import { type ConformanceCheck } from './conformance-check.js';

/** Subscriptions that end, pause, or outlive a deletion. */
export const subscriptionEndChecks: readonly ConformanceCheck[] = [
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
];

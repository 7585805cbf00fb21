import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { ANY, BACKWARDS, END, NO_STREAM, STREAM_EXISTS } from '@eventstore/db-client';
import { type CheckRig } from './check-rig.js';
import { type ConformanceCheck } from './conformance-check.js';

const DELETED = 'stream-deleted';
const TOMBSTONE_REVISION = 9223372036854775807n;

async function softDeleted(rig: CheckRig, count = 2): Promise<string> {
  const stream = rig.stream('deleted');
  await rig.append(stream, rig.events(count));
  await rig.client.deleteStream(stream);
  return stream;
}

/** A real server may say "not found" for some milliseconds after a stream was revived. */
const revived = (rig: CheckRig, stream: string): Promise<string> =>
  rig.eventually('the revived stream', () => rig.revisions(stream).catch(() => undefined));

export const deleteChecks: readonly ConformanceCheck[] = [
  {
    item: '41 deleteStream gives a position; reading gives StreamNotFoundError',
    async run(rig) {
      const stream = rig.stream();
      await rig.append(stream, rig.event());
      const { position } = await rig.client.deleteStream(stream);
      assert.ok(position && position.commit > 0n);
      await rig.failure(rig.read(stream), 'stream-not-found');
      return `commit ${position.commit}`;
    },
  },
  {
    item: '42 after a soft delete NO_STREAM, ANY and the exact revision append; revisions go on, old events stay hidden',
    onBothPaths: true,
    async run(rig) {
      for (const expectedRevision of [NO_STREAM, ANY, 1n] as const) {
        const stream = await softDeleted(rig);
        assert.equal((await rig.append(stream, rig.event(), { expectedRevision })).nextExpectedRevision, 2n);
        assert.equal(await revived(rig, stream), '2');
      }
      return 'revision 2 in each';
    },
  },
  {
    item: '43 STREAM_EXISTS on a soft-deleted stream: StreamDeletedError',
    onBothPaths: true,
    async run(rig) {
      await rig.failure(rig.append(await softDeleted(rig), rig.event(), { expectedRevision: STREAM_EXISTS }), DELETED);
      return DELETED;
    },
  },
  {
    item: '44 deleteStream with a wrong revision, and of a stream that never was: WrongExpectedVersionError with bigints',
    async run(rig) {
      const stream = rig.stream();
      await rig.append(stream, rig.events(2));
      const wrong = await rig.failure(rig.client.deleteStream(stream, { expectedRevision: 5n }), 'wrong-expected-version');
      assert.deepEqual([wrong.expectedVersion, wrong.actualVersion], [5n, 1n]);
      const missing = await rig.failure(rig.client.deleteStream(rig.stream(), { expectedRevision: ANY }), 'wrong-expected-version');
      assert.equal(missing.actualVersion, -1n);
      return 'actual 1n; -1n';
    },
  },
  {
    item: '45 soft-deleted and truncated events are still in readAll',
    async run(rig) {
      const stream = rig.stream();
      const { position } = await rig.append(stream, rig.event());
      await rig.append(stream, rig.events(2));
      await rig.client.setStreamMetadata(stream, { truncateBefore: 2 });
      await rig.client.deleteStream(stream);
      const found: bigint[] = [];
      for await (const { event } of rig.client.readAll({ fromPosition: position! }))
        if (event?.streamId === stream) found.push(event.revision);
      assert.deepEqual(found, [0n, 1n, 2n]);
      return 'all three';
    },
  },
  {
    item: '46 after tombstoneStream reading, appending, deleting and tombstoning give StreamDeletedError',
    onBothPaths: true,
    async run(rig) {
      const stream = rig.stream();
      await rig.append(stream, rig.event());
      await rig.client.tombstoneStream(stream);
      await rig.failure(rig.read(stream), DELETED);
      for (const expectedRevision of [ANY, NO_STREAM, 0n] as const)
        await rig.failure(rig.append(stream, rig.event(), { expectedRevision }), DELETED);
      await rig.failure(rig.client.deleteStream(stream), DELETED);
      const error = await rig.failure(rig.client.tombstoneStream(stream), DELETED);
      assert.equal(error.streamName, stream);
      return 'four times';
    },
  },
  {
    item: '47 $all contains $streamDeleted with revision 2^63−1',
    async run(rig) {
      const stream = rig.stream();
      const { position } = await rig.client.tombstoneStream(stream, { expectedRevision: ANY });
      for await (const { event } of rig.client.readAll({ fromPosition: position!, maxCount: 1 })) {
        assert.deepEqual([event?.streamId, event?.type, event?.revision], [stream, '$streamDeleted', TOMBSTONE_REVISION]);
      }
      return `${TOMBSTONE_REVISION}`;
    },
  },
  {
    item: '48 a stream that never was can be tombstoned with ANY; appending gives StreamDeletedError',
    onBothPaths: true,
    async run(rig) {
      const stream = rig.stream();
      await rig.client.tombstoneStream(stream, { expectedRevision: ANY });
      await rig.failure(rig.append(stream, rig.event()), DELETED);
      return DELETED;
    },
  },
  {
    item: '49 getStreamMetadata of a tombstoned stream: StreamDeletedError; of one without: nothing',
    async run(rig) {
      const stream = rig.stream();
      const none = await rig.client.getStreamMetadata(stream);
      assert.equal(none.metadata, undefined);
      await rig.client.tombstoneStream(stream, { expectedRevision: ANY });
      await rig.failure(rig.client.getStreamMetadata(stream), DELETED);
      return 'none; stream-deleted';
    },
  },
  {
    item: '50 metadata comes back with acl and own keys; a second NO_STREAM is a wrong version',
    async run(rig) {
      const stream = rig.stream();
      const metadata = {
        maxCount: 7,
        maxAge: 3600,
        truncateBefore: 1,
        cacheControl: 60,
        acl: { readRoles: ['a', 'b'], writeRoles: ['c'] },
        own: { deep: [1] },
      };
      await rig.client.setStreamMetadata<typeof metadata>(stream, metadata, { expectedRevision: NO_STREAM });
      const { metadata: stored } = await rig.client.getStreamMetadata(stream);
      assert.deepEqual(JSON.parse(JSON.stringify(stored)), metadata);
      await rig.failure(rig.client.setStreamMetadata(stream, {}, { expectedRevision: NO_STREAM }), 'wrong-expected-version');
      return 'six keys';
    },
  },
  {
    item: '51 maxCount and truncateBefore; numbering goes on, events stay hidden below truncateBefore',
    async run(rig) {
      const counted = rig.stream('count');
      await rig.append(counted, rig.events(5));
      await rig.client.setStreamMetadata(counted, { maxCount: 2 });
      assert.equal(await rig.revisions(counted), '3,4');
      const cut = rig.stream('cut');
      await rig.append(cut, rig.events(5));
      await rig.client.setStreamMetadata(cut, { truncateBefore: 3 });
      assert.equal(await rig.revisions(cut), '3,4');
      await rig.client.setStreamMetadata(cut, { truncateBefore: 6 });
      assert.equal(await rig.revisions(cut), '');
      assert.equal((await rig.append(cut, rig.event())).nextExpectedRevision, 5n);
      assert.equal(await rig.revisions(cut), '');
      await rig.append(cut, rig.event());
      assert.equal(await rig.revisions(cut), '6');
      const next = rig.stream('next');
      await rig.append(next, rig.events(3));
      await rig.client.setStreamMetadata(next, { truncateBefore: 3 });
      await rig.append(next, rig.event());
      assert.equal(await rig.revisions(next), '3');
      return 'as listed';
    },
  },
  {
    item: '52 maxAge 1: older events vanish from the stream',
    async run(rig) {
      const stream = rig.stream();
      await rig.client.setStreamMetadata(stream, { maxAge: 1 });
      await rig.append(stream, rig.events(2));
      await delay(2_200);
      assert.equal(await rig.revisions(stream), '');
      await rig.append(stream, rig.event());
      assert.equal(await rig.revisions(stream), '2');
      return 'gone after 2.2 s';
    },
  },
  {
    item: '53 reading $$S after two sets: one event of revision 1',
    async run(rig) {
      const stream = rig.stream();
      await rig.client.setStreamMetadata(stream, { maxCount: 1 });
      await rig.client.setStreamMetadata(stream, { maxCount: 2 });
      assert.equal(await rig.revisions(`$$${stream}`), '1');
      assert.equal(await rig.revisions(`$$${stream}`, { direction: BACKWARDS, fromRevision: END }), '1');
      return '1';
    },
  },
];

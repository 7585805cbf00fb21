import assert from 'node:assert/strict';
import { ANY, BACKWARDS, END, NO_STREAM, STREAM_EXISTS } from '@eventstore/db-client';
import { type Failure, WRONG_VERSION, wrongVersion } from './check-rig.js';
import { type ConformanceCheck } from './conformance-check.js';

/** Expected revisions, and what an append answers. */
export const appendRevisionChecks: readonly ConformanceCheck[] = [
  {
    item: '6 first append NO_STREAM of 2 events gives 1n',
    onBothPaths: true,
    async run(rig) {
      const result = await rig.append(rig.stream(), rig.events(2), { expectedRevision: NO_STREAM });
      assert.deepEqual([result.success, result.nextExpectedRevision], [true, 1n]);
      return '1n, success';
    },
  },
  {
    item: '7 result position equals the last event’s position in stream and $all',
    onBothPaths: true,
    async run(rig) {
      const stream = rig.stream();
      const { position } = await rig.append(stream, rig.events(3));
      assert.ok(position);
      const [inStream] = await rig.read(stream, { direction: BACKWARDS, fromRevision: END, maxCount: 1 });
      assert.deepEqual((inStream as unknown as { position: unknown }).position, position);
      for await (const { event } of rig.client.readAll({ fromPosition: position, maxCount: 1 })) {
        assert.deepEqual([event?.streamId, event?.revision, event?.position], [stream, 2n, position]);
      }
      return `commit ${position.commit}`;
    },
  },
  {
    item: '8 ANY on a new stream gives 0n',
    onBothPaths: true,
    async run(rig) {
      assert.equal((await rig.append(rig.stream(), rig.event(), { expectedRevision: ANY })).nextExpectedRevision, 0n);
      return '0n';
    },
  },
  {
    item: '9 exact revision gives +1',
    onBothPaths: true,
    async run(rig) {
      const stream = rig.stream();
      await rig.append(stream, rig.events(2));
      assert.equal((await rig.append(stream, rig.event(), { expectedRevision: 1n })).nextExpectedRevision, 2n);
      return '2n';
    },
  },
  {
    item: '10 a revision lower than current, new ids: wrong version',
    onBothPaths: true,
    async run(rig) {
      const stream = rig.stream();
      await rig.append(stream, rig.events(3));
      return wrongVersion(rig, rig.append(stream, rig.event(), { expectedRevision: 0n }), 0n, 2n);
    },
  },
  {
    item: '11 a revision higher than current: wrong version; on a missing stream actual is no_stream',
    onBothPaths: true,
    async run(rig) {
      const stream = rig.stream();
      await rig.append(stream, rig.event());
      await wrongVersion(rig, rig.append(stream, rig.event(), { expectedRevision: 5n }), 5n, 0n);
      return wrongVersion(rig, rig.append(rig.stream(), rig.event(), { expectedRevision: 5n }), 5n, 'no_stream');
    },
  },
  {
    item: '12 NO_STREAM on an existing stream: wrong version',
    onBothPaths: true,
    async run(rig) {
      const stream = rig.stream();
      await rig.append(stream, rig.events(2));
      return wrongVersion(rig, rig.append(stream, rig.event(), { expectedRevision: NO_STREAM }), 'no_stream', 1n);
    },
  },
  {
    item: '13 STREAM_EXISTS on a missing stream: wrong version',
    onBothPaths: true,
    run: (rig) =>
      wrongVersion(rig, rig.append(rig.stream(), rig.event(), { expectedRevision: STREAM_EXISTS }), 'stream_exists', 'no_stream'),
  },
  {
    item: '14 STREAM_EXISTS on a stream that has only metadata succeeds',
    onBothPaths: true,
    async run(rig) {
      const stream = rig.stream();
      await rig.client.setStreamMetadata(stream, { maxCount: 10 });
      assert.equal((await rig.append(stream, rig.event(), { expectedRevision: STREAM_EXISTS })).nextExpectedRevision, 0n);
      return '0n';
    },
  },
  {
    item: '21 an empty append on an existing stream succeeds and adds nothing',
    onBothPaths: true,
    async run(rig) {
      const stream = rig.stream();
      await rig.append(stream, rig.events(2));
      assert.equal((await rig.append(stream, [], { expectedRevision: ANY })).nextExpectedRevision, 1n);
      assert.equal((await rig.append(stream, [], { expectedRevision: 1n })).nextExpectedRevision, 1n);
      assert.equal(await rig.revisions(stream), '0,1');
      return '1n';
    },
  },
  {
    item: '22 20 parallel NO_STREAM appends: 1 success, 19 wrong versions',
    onBothPaths: true,
    async run(rig) {
      const stream = rig.stream();
      const outcomes = await Promise.allSettled(rig.events(20).map((event) => rig.append(stream, event, { expectedRevision: NO_STREAM })));
      const failed = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [(outcome.reason as Failure).type] : []));
      assert.deepEqual(failed, Array(19).fill(WRONG_VERSION));
      assert.equal(await rig.revisions(stream), '0');
      return '1 and 19';
    },
  },
];

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { ANY, BACKWARDS, binaryEvent, END, jsonEvent, NO_STREAM, STREAM_EXISTS } from '@eventstore/db-client';
import { type CheckRig, type Failure } from './check-rig.js';
import { type ConformanceCheck } from './conformance-check.js';

const WRONG = 'wrong-expected-version';
/** Twelve mebibytes take their time on a machine that is busy. */
const LARGE_APPEND_MS = 120_000;

async function wrongVersion(rig: CheckRig, work: Promise<unknown>, expected: unknown, actual: unknown): Promise<string> {
  const error = await rig.failure(work, WRONG);
  assert.deepEqual([error.expectedVersion, error.actualVersion], [expected, actual]);
  return `expected ${String(expected)}, actual ${String(actual)}`;
}

const withIds = (rig: CheckRig, ...ids: string[]) => ids.map((id) => rig.event({}, { id }));

/** Items 6 to 24: on both paths. */
const onBothPaths: readonly ConformanceCheck[] = [
  {
    item: '6 first append NO_STREAM of 2 events gives 1n',
    async run(rig) {
      const result = await rig.append(rig.stream(), rig.events(2), { expectedRevision: NO_STREAM });
      assert.deepEqual([result.success, result.nextExpectedRevision], [true, 1n]);
      return '1n, success';
    },
  },
  {
    item: '7 result position equals the last event’s position in stream and $all',
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
    async run(rig) {
      assert.equal((await rig.append(rig.stream(), rig.event(), { expectedRevision: ANY })).nextExpectedRevision, 0n);
      return '0n';
    },
  },
  {
    item: '9 exact revision gives +1',
    async run(rig) {
      const stream = rig.stream();
      await rig.append(stream, rig.events(2));
      assert.equal((await rig.append(stream, rig.event(), { expectedRevision: 1n })).nextExpectedRevision, 2n);
      return '2n';
    },
  },
  {
    item: '10 a revision lower than current, new ids: wrong version',
    async run(rig) {
      const stream = rig.stream();
      await rig.append(stream, rig.events(3));
      return wrongVersion(rig, rig.append(stream, rig.event(), { expectedRevision: 0n }), 0n, 2n);
    },
  },
  {
    item: '11 a revision higher than current: wrong version; on a missing stream actual is no_stream',
    async run(rig) {
      const stream = rig.stream();
      await rig.append(stream, rig.event());
      await wrongVersion(rig, rig.append(stream, rig.event(), { expectedRevision: 5n }), 5n, 0n);
      return wrongVersion(rig, rig.append(rig.stream(), rig.event(), { expectedRevision: 5n }), 5n, 'no_stream');
    },
  },
  {
    item: '12 NO_STREAM on an existing stream: wrong version',
    async run(rig) {
      const stream = rig.stream();
      await rig.append(stream, rig.events(2));
      return wrongVersion(rig, rig.append(stream, rig.event(), { expectedRevision: NO_STREAM }), 'no_stream', 1n);
    },
  },
  {
    item: '13 STREAM_EXISTS on a missing stream: wrong version',
    run: (rig) =>
      wrongVersion(rig, rig.append(rig.stream(), rig.event(), { expectedRevision: STREAM_EXISTS }), 'stream_exists', 'no_stream'),
  },
  {
    item: '14 STREAM_EXISTS on a stream that has only metadata succeeds',
    async run(rig) {
      const stream = rig.stream();
      await rig.client.setStreamMetadata(stream, { maxCount: 10 });
      assert.equal((await rig.append(stream, rig.event(), { expectedRevision: STREAM_EXISTS })).nextExpectedRevision, 0n);
      return '0n';
    },
  },
  {
    item: '15 a retry of the same ids with NO_STREAM gives the first answer',
    async run(rig) {
      const stream = rig.stream();
      const events = rig.events(2);
      const first = await rig.append(stream, events, { expectedRevision: NO_STREAM });
      const again = await rig.append(stream, events, { expectedRevision: NO_STREAM });
      assert.deepEqual(again, first);
      assert.equal(await rig.revisions(stream), '0,1');
      return 'same revision and position, nothing added';
    },
  },
  {
    item: '16 a retry at the original revision after later writes is idempotent',
    async run(rig) {
      const stream = rig.stream();
      await rig.append(stream, rig.event());
      const events = rig.events(2);
      const first = await rig.append(stream, events, { expectedRevision: 0n });
      await rig.append(stream, rig.events(3));
      assert.deepEqual(await rig.append(stream, events, { expectedRevision: 0n }), first);
      assert.equal((await rig.read(stream)).length, 6);
      return 'idempotent';
    },
  },
  {
    item: '17 a retry whose first id is the same and second new: wrong version',
    async run(rig) {
      const stream = rig.stream();
      const [first, second, third] = rig.events(3);
      await rig.append(stream, [first!, second!], { expectedRevision: NO_STREAM });
      return wrongVersion(rig, rig.append(stream, [first!, third!], { expectedRevision: NO_STREAM }), 'no_stream', 1n);
    },
  },
  {
    item: '18 ANY: recent ids are idempotent, [old, new] is a wrong version, [new, old] appends both',
    async run(rig) {
      const stream = rig.stream();
      const [old, fresh, other] = [randomUUID(), randomUUID(), randomUUID()];
      const first = await rig.append(stream, withIds(rig, old), { expectedRevision: ANY });
      assert.equal(
        (await rig.append(stream, withIds(rig, old), { expectedRevision: ANY })).nextExpectedRevision,
        first.nextExpectedRevision,
      );
      await rig.failure(rig.append(stream, withIds(rig, old, fresh), { expectedRevision: ANY }), WRONG);
      assert.equal((await rig.append(stream, withIds(rig, other, old), { expectedRevision: ANY })).nextExpectedRevision, 2n);
      assert.equal(await rig.revisions(stream), '0,1,2');
      return 'as listed';
    },
  },
  {
    item: '19 an old id at exactly the current revision is appended again',
    async run(rig) {
      const stream = rig.stream();
      const id = randomUUID();
      await rig.append(stream, withIds(rig, id), { expectedRevision: NO_STREAM });
      assert.equal((await rig.append(stream, withIds(rig, id), { expectedRevision: 0n })).nextExpectedRevision, 1n);
      assert.equal(await rig.revisions(stream), '0,1');
      return 'twice';
    },
  },
  {
    item: '20 the same id in another stream is appended',
    async run(rig) {
      const [one, two, id] = [rig.stream(), rig.stream(), randomUUID()];
      await rig.append(one, withIds(rig, id));
      await rig.append(two, withIds(rig, id));
      assert.equal(await rig.revisions(two), '0');
      return 'appended';
    },
  },
  {
    item: '21 an empty append on an existing stream succeeds and adds nothing',
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
    async run(rig) {
      const stream = rig.stream();
      const outcomes = await Promise.allSettled(rig.events(20).map((event) => rig.append(stream, event, { expectedRevision: NO_STREAM })));
      const failed = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [(outcome.reason as Failure).type] : []));
      assert.deepEqual(failed, Array(19).fill(WRONG));
      assert.equal(await rig.revisions(stream), '0');
      return '1 and 19';
    },
  },
  {
    item: '24 12 events of 80 KB in one append: atomic and in order (12 of 1 MiB where the server allows it)',
    async run(rig) {
      const stream = rig.stream();
      await rig.append(
        stream,
        Array.from({ length: 12 }, (_, n) => rig.event({ n, text: 'x'.repeat(80_000) })),
      );
      const stored = await rig.read(stream);
      assert.deepEqual(
        stored.map(({ data }) => (data as { n: number }).n),
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
      );
      const large = rig.stream();
      const tooLarge = await rig
        .append(
          large,
          Array.from({ length: 12 }, (_, n) => rig.event({ n, text: 'x'.repeat(1_048_576) })),
          { deadline: LARGE_APPEND_MS },
        )
        .then(
          () => false,
          (error: Failure) => {
            assert.equal(error.type, 'maximum-append-size-exceeded', error.message);
            return true;
          },
        );
      if (!tooLarge) assert.equal((await rig.read(large)).length, 12);
      return tooLarge ? '12 × 80 KB; 12 × 1 MiB is over this server’s limit' : '12 × 80 KB and 12 × 1 MiB';
    },
  },
];

const onOnePath: readonly ConformanceCheck[] = [
  {
    item: '23 two un-awaited appends to one stream keep call order',
    async run(rig) {
      const stream = rig.stream();
      // The very first appends of a client may overtake each other inside the client while it opens its batch stream.
      await rig.append(rig.stream(), rig.event());
      await Promise.all([rig.append(stream, rig.event({ n: 1 })), rig.append(stream, rig.event({ n: 2 }))]);
      assert.deepEqual(
        (await rig.read(stream)).map(({ data }) => (data as { n: number }).n),
        [1, 2],
      );
      return 'in call order';
    },
  },
  {
    item: '25 two 700 KB events in one append under a limit of 1 MiB: MaxAppendSizeExceededError; the next append works',
    onBothPaths: true,
    async run(rig) {
      const stream = rig.stream();
      const outcome = await rig.append(stream, [rig.event('x'.repeat(700_000)), rig.event('x'.repeat(700_000))]).then(
        () => null,
        (error: Failure) => error,
      );
      if (!outcome) return 'this server’s limit is higher';
      assert.equal(outcome.type, 'maximum-append-size-exceeded');
      await rig.append(stream, rig.event());
      assert.equal(await rig.revisions(stream), '0');
      return `limit ${outcome.maxAppendSize}`;
    },
  },
  {
    item: '26 throwOnAppendFailure=false and a wrong version: success is false',
    onBothPaths: true,
    async run(rig) {
      const stream = rig.stream();
      await rig.append(stream, rig.event());
      const client = rig.another('throwOnAppendFailure=false&keepAliveInterval=10007');
      const options = rig.path === 'append' ? { credentials: { username: 'admin', password: 'changeit' } } : {};
      const result = await client.appendToStream(stream, rig.event(), { expectedRevision: 9n, ...options });
      assert.equal(result.success, false);
      return 'success: false';
    },
  },
  {
    item: '27 a binary event with Buffer metadata comes back byte by byte',
    onBothPaths: true,
    async run(rig) {
      const stream = rig.stream();
      const data = Uint8Array.from({ length: 512 }, (_, n) => n % 256);
      const metadata = Uint8Array.from([0, 255, 128, 7, 0]);
      await rig.append(stream, binaryEvent({ type: 'binary', data, metadata }));
      const [event] = await rig.read(stream);
      assert.equal(event?.isJson, false);
      assert.ok(Buffer.from(event.data as Uint8Array).equals(Buffer.from(data)), 'data');
      assert.ok(Buffer.from(event.metadata as Uint8Array).equals(Buffer.from(metadata)), 'metadata');
      return '512 bytes of data, 5 of metadata';
    },
  },
  {
    item: '28 JSON null, array, string, number, unicode and object metadata come back; absent metadata is undefined',
    onBothPaths: true,
    async run(rig) {
      const stream = rig.stream();
      const values = [null, [1, 'a', null], 'text', 42.5, { name: 'Größe ☃ 😀' }];
      await rig.append(
        stream,
        values.map((value) => rig.event(value)),
      );
      await rig.append(stream, jsonEvent({ type: 'with', data: {}, metadata: { who: 'Ünal', deep: { n: 1 } } }));
      const stored = await rig.read(stream);
      assert.deepEqual(
        stored.slice(0, 5).map(({ data }) => data),
        values,
      );
      assert.deepEqual([stored[0]?.metadata, stored[5]?.metadata], [undefined, { who: 'Ünal', deep: { n: 1 } }]);
      return 'all five, and metadata';
    },
  },
  {
    item: '29 an event id given in upper case reads back in lower case',
    async run(rig) {
      const [stream, id] = [rig.stream(), randomUUID()];
      await rig.append(stream, withIds(rig, id.toUpperCase()));
      assert.equal((await rig.read(stream))[0]?.id, id);
      return id;
    },
  },
  {
    item: '30 created is within a few seconds of now',
    async run(rig) {
      const stream = rig.stream();
      await rig.append(stream, rig.event());
      const distance = Math.abs(Date.now() - (await rig.read(stream))[0]!.created.getTime());
      assert.ok(distance < 10_000, `${distance} ms`);
      return `${distance} ms`;
    },
  },
  {
    item: '31 stream names with spaces, slashes, @ and non-ASCII come back',
    onBothPaths: true,
    async run(rig) {
      for (const odd of ['with space', 'with/slash', 'a@b', 'ströam ☃ 😀', "quote's", '0@x']) {
        const stream = `${rig.stream()} ${odd}`;
        await rig.append(stream, rig.event());
        assert.equal((await rig.read(stream))[0]?.streamId, stream);
      }
      return 'six names';
    },
  },
];

export const appendChecks: readonly ConformanceCheck[] = [...onBothPaths.map((check) => ({ ...check, onBothPaths: true })), ...onOnePath];

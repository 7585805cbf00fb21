import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { binaryEvent, jsonEvent } from '@eventstore/db-client';
import { type Failure } from './check-rig.js';
import { type ConformanceCheck } from './conformance-check.js';

/** Twelve mebibytes take their time on a machine that is busy. */
const LARGE_APPEND_MS = 120_000;

/** What an append carries: order, size, payloads, names. */
export const appendPayloadChecks: readonly ConformanceCheck[] = [
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
    item: '24 12 events of 80 KB in one append: atomic and in order (12 of 1 MiB where the server allows it)',
    onBothPaths: true,
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
      await rig.append(stream, rig.event({}, { id: id.toUpperCase() }));
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

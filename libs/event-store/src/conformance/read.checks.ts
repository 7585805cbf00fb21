import assert from 'node:assert/strict';
import { BACKWARDS, binaryEvent, END, type FORWARDS, type Position, START } from '@eventstore/db-client';
import { type CheckRig, type Failure } from './check-rig.js';
import { type ConformanceCheck } from './conformance-check.js';

type AllEvent = { readonly streamId: string; readonly revision: bigint; readonly position: Position };

async function readAll(
  rig: CheckRig,
  options: { fromPosition?: Position; direction?: typeof FORWARDS | typeof BACKWARDS; maxCount?: number },
) {
  const found: AllEvent[] = [];
  for await (const { event, commitPosition } of rig.client.readAll({ fromPosition: START, ...options })) {
    if (!event) continue;
    assert.equal(commitPosition, event.position.commit, 'commitPosition');
    assert.ok(event.position.commit >= event.position.prepare, 'commit ≥ prepare');
    found.push(event);
  }
  return found;
}

export const readChecks: readonly ConformanceCheck[] = [
  {
    item: '32 a missing stream: StreamNotFoundError with its name',
    async run(rig) {
      const stream = rig.stream();
      const error = await rig.failure(rig.read(stream), 'stream-not-found');
      assert.equal(error.streamName, stream);
      return 'stream-not-found';
    },
  },
  {
    item: '33 forwards from r is inclusive; maxCount holds; beyond the end is empty',
    async run(rig) {
      const stream = rig.stream();
      await rig.append(stream, rig.events(5));
      assert.equal(await rig.revisions(stream, { fromRevision: 2n }), '2,3,4');
      assert.equal(await rig.revisions(stream, { fromRevision: 1n, maxCount: 2 }), '1,2');
      assert.equal(await rig.revisions(stream, { fromRevision: 99n }), '');
      return '2,3,4';
    },
  },
  {
    item: '34 backwards from END gives the last; from beyond the end it starts at the last',
    async run(rig) {
      const stream = rig.stream();
      await rig.append(stream, rig.events(5));
      assert.equal(await rig.revisions(stream, { direction: BACKWARDS, fromRevision: END, maxCount: 1 }), '4');
      assert.equal(await rig.revisions(stream, { direction: BACKWARDS, fromRevision: 99n, maxCount: 2 }), '4,3');
      return '4';
    },
  },
  {
    item: '35 backwards from r is inclusive and descending',
    async run(rig) {
      const stream = rig.stream();
      await rig.append(stream, rig.events(5));
      assert.equal(await rig.revisions(stream, { direction: BACKWARDS, fromRevision: 3n }), '3,2,1,0');
      return '3,2,1,0';
    },
  },
  {
    item: '36 readAll forwards from an event’s position includes it, backwards excludes it',
    async run(rig) {
      const stream = rig.stream();
      await rig.append(stream, rig.event());
      const { position } = await rig.append(stream, rig.event());
      const [forwards] = await readAll(rig, { fromPosition: position!, maxCount: 1 });
      const [backwards] = await readAll(rig, { fromPosition: position!, direction: BACKWARDS, maxCount: 1 });
      assert.deepEqual(forwards?.position, position);
      assert.ok(backwards!.position.commit < position!.commit, 'strictly before');
      return 'inclusive, exclusive';
    },
  },
  {
    item: '37 readAll is strictly increasing, backwards strictly decreasing',
    async run(rig) {
      const { position } = await rig.append(rig.stream(), rig.events(1));
      await rig.append(rig.stream(), rig.events(40));
      const forwards = await readAll(rig, { fromPosition: position! });
      const backwards = await readAll(rig, { fromPosition: END as never, direction: BACKWARDS, maxCount: 40 });
      for (const [events, sign] of [
        [forwards, 1n],
        [backwards, -1n],
      ] as const) {
        events.slice(1).forEach((event, index) => assert.ok(sign * (event.position.commit - events[index]!.position.commit) > 0n));
      }
      return `${forwards.length} forwards, ${backwards.length} backwards`;
    },
  },
  {
    item: '38 10,000 events read back complete and in order; leaving an iterator does not harm the client',
    async run(rig) {
      const stream = rig.stream();
      for (let batch = 0; batch < 10; batch++) await rig.append(stream, rig.events(1000));
      let expected = 0n;
      for await (const { event } of rig.client.readStream(stream)) assert.equal(event?.revision, expected++);
      assert.equal(expected, 10_000n);
      for await (const { event } of rig.client.readStream(stream)) if (event?.revision === 10n) break;
      assert.equal(await rig.revisions(stream, { maxCount: 1 }), '0');
      return '10,000';
    },
  },
  {
    item: '39 a 3 MB event comes back (where the server’s limit permits)',
    onBothPaths: true,
    async run(rig) {
      const stream = rig.stream();
      const refused = await rig.append(stream, rig.event('x'.repeat(3_000_000)), { deadline: 60_000 }).then(
        () => null,
        (error: Failure) => error,
      );
      if (refused) {
        assert.equal(refused.type, 'maximum-append-size-exceeded');
        return `over this server’s limit of ${refused.maxAppendSize}`;
      }
      assert.equal(((await rig.read(stream))[0]?.data as string).length, 3_000_000);
      return '3,000,000 characters';
    },
  },
  {
    item: '40 links: resolved, unresolved and dangling',
    async run(rig) {
      const [target, links] = [rig.stream('target'), rig.stream('links')];
      await rig.append(target, rig.event({ n: 7 }));
      for (const data of [`0@${target}`, `9@${target}`]) await rig.append(links, binaryEvent({ type: '$>', data: Buffer.from(data) }));
      const seen: string[] = [];
      for await (const { event, link } of rig.client.readStream(links, { resolveLinkTos: true }))
        seen.push(`${event?.streamId === target}/${link?.type}`);
      assert.deepEqual(seen, ['true/$>', 'false/$>']);
      const plain = await rig.read(links);
      assert.deepEqual(
        plain.map(({ type, streamId }) => `${type} ${streamId === links}`),
        ['$> true', '$> true'],
      );
      return 'target and link; link alone';
    },
  },
];

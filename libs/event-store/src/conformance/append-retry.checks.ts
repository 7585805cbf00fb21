import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { ANY, NO_STREAM } from '@eventstore/db-client';
import { type CheckRig, WRONG_VERSION, wrongVersion } from './check-rig.js';
import { type ConformanceCheck } from './conformance-check.js';

const withIds = (rig: CheckRig, ...ids: string[]) => ids.map((id) => rig.event({}, { id }));

/** The same ids again. */
export const appendRetryChecks: readonly ConformanceCheck[] = [
  {
    item: '15 a retry of the same ids with NO_STREAM gives the first answer',
    onBothPaths: true,
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
    onBothPaths: true,
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
    onBothPaths: true,
    async run(rig) {
      const stream = rig.stream();
      const [first, second, third] = rig.events(3);
      await rig.append(stream, [first!, second!], { expectedRevision: NO_STREAM });
      return wrongVersion(rig, rig.append(stream, [first!, third!], { expectedRevision: NO_STREAM }), 'no_stream', 1n);
    },
  },
  {
    item: '18 ANY: recent ids are idempotent, [old, new] is a wrong version, [new, old] appends both',
    onBothPaths: true,
    async run(rig) {
      const stream = rig.stream();
      const [old, fresh, other] = [randomUUID(), randomUUID(), randomUUID()];
      const first = await rig.append(stream, withIds(rig, old), { expectedRevision: ANY });
      assert.equal(
        (await rig.append(stream, withIds(rig, old), { expectedRevision: ANY })).nextExpectedRevision,
        first.nextExpectedRevision,
      );
      await rig.failure(rig.append(stream, withIds(rig, old, fresh), { expectedRevision: ANY }), WRONG_VERSION);
      assert.equal((await rig.append(stream, withIds(rig, other, old), { expectedRevision: ANY })).nextExpectedRevision, 2n);
      assert.equal(await rig.revisions(stream), '0,1,2');
      return 'as listed';
    },
  },
  {
    item: '19 an old id at exactly the current revision is appended again',
    onBothPaths: true,
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
    onBothPaths: true,
    async run(rig) {
      const [one, two, id] = [rig.stream(), rig.stream(), randomUUID()];
      await rig.append(one, withIds(rig, id));
      await rig.append(two, withIds(rig, id));
      assert.equal(await rig.revisions(two), '0');
      return 'appended';
    },
  },
];

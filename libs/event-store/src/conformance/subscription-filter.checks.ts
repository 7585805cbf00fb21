import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { eventTypeFilter, excludeSystemEvents, type Position, START, streamNameFilter } from '@eventstore/db-client';
import { caughtUp, count, followAll, Followed } from './followed.js';
import { type ConformanceCheck } from './conformance-check.js';

/** Filters and their checkpoints. */
export const subscriptionFilterChecks: readonly ConformanceCheck[] = [
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
];

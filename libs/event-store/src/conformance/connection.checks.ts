import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { EventStoreDBClient, START } from '@eventstore/db-client';
import { Followed } from './followed.js';
import { type ConformanceCheck, SkippedCheck } from './conformance-check.js';

export const connectionChecks: readonly ConformanceCheck[] = [
  {
    item: '1 esdb:// and esdb+discover:// append and read',
    async run(rig) {
      const stream = rig.stream();
      await rig.append(stream, rig.event());
      const client = EventStoreDBClient.connectionString(rig.url.replace(/^esdb(\+discover)?:/, 'esdb+discover:'));
      try {
        await client.appendToStream(stream, rig.event());
        assert.equal(await rig.revisions(stream), '0,1');
      } finally {
        await client.dispose();
      }
      return 'both schemes';
    },
  },
  {
    item: '2 three clients in one process work concurrently',
    async run(rig) {
      const stream = rig.stream();
      const clients = [10_004, 10_005, 10_006].map((interval) => rig.another(`keepAliveInterval=${interval}`));
      await Promise.all(clients.flatMap((client) => rig.events(20).map((event) => client.appendToStream(stream, event))));
      assert.equal((await rig.read(stream)).length, 60);
      return '60 events of three clients';
    },
  },
  {
    item: '3 a subscription idle for 25 s still delivers',
    waits: true,
    async run(rig) {
      const stream = rig.stream();
      const followed = new Followed(rig.followers.subscribeToStream(stream, { fromRevision: START }));
      await delay(25_000);
      await rig.append(stream, rig.event());
      await rig.eventually('the event', () => followed.events.length === 1);
      await followed.stop();
      return 'delivered after 25 s';
    },
  },
  {
    item: '4 after a restart the same client appends and reads; data is still there',
    async run(rig) {
      if (!rig.control) throw new SkippedCheck('this run cannot restart the server');
      const stream = rig.stream();
      await rig.append(stream, rig.event());
      await rig.control.restart();
      await rig.eventually('an append', () =>
        rig.append(stream, rig.event()).then(
          () => true,
          () => undefined,
        ),
      );
      assert.equal(await rig.revisions(stream), '0,1');
      return 'appended and read after the restart';
    },
  },
  {
    item: '5 a subscription in flight on stop errors with CancelledError or UnavailableError',
    async run(rig) {
      if (!rig.control) throw new SkippedCheck('this run cannot restart the server');
      const followed = new Followed(rig.followers.subscribeToStream(rig.stream(), { fromRevision: START }));
      await rig.eventually('caught up', () => followed.caughtUp > 0);
      await rig.control.restart();
      const error = await rig.eventually('an error', () => followed.error ?? undefined);
      assert.match(`${error.type}`, /^(?:cancelled|unavailable)$/);
      return `${error.type}`;
    },
  },
];

import { setTimeout as delay } from 'node:timers/promises';
import { EventStoreDBClient } from '@eventstore/db-client';
import { KillablePostgres, KillableServer, LedgerOfAppends, wholeLog } from './chaos-rig.js';

/**
 * Kills the server and PostgreSQL, each `kills` times, under writers, with one reader that follows the log all the while; then compares the log with the
 * ledger of what was acknowledged and with what the reader saw.
 */
export async function surviveKills(kills: number): Promise<void> {
  const postgres = new KillablePostgres();
  await postgres.start();
  const server = new KillableServer(() => postgres.url());
  await server.start();
  const ledger = new LedgerOfAppends(() => server.url, 8);
  const follower = new Follower(server.url);
  try {
    for (let kill = 0; kill < 2 * kills; kill++) {
      const before = ledger.acknowledged.length;
      while (ledger.acknowledged.length < before + 20) await delay(5);
      await delay(Math.random() * 50);
      if (kill % 2 === 0) {
        await server.kill();
        await server.start();
      } else {
        await postgres.kill();
        await postgres.start();
      }
    }
    await ledger.finish();
    const log = await wholeLog(server.url);
    await follower.reach(log.length);
    expect(log.map(({ position }) => position)).toEqual(log.map((_, index) => BigInt(index + 1)));
    const stored = new Map(log.map((entry) => [`${entry.stream}@${entry.revision}`, entry.id]));
    for (const { stream, ids, firstRevision } of ledger.acknowledged) {
      ids.forEach((id, index) => expect(stored.get(`${stream}@${firstRevision + index}`)).toBe(id));
    }
    // Nothing twice and nothing that no writer was told of.
    expect(log).toHaveLength(ledger.acknowledged.reduce((sum, { ids }) => sum + ids.length, 0));
    expect(follower.seen).toEqual(log.map(({ id }) => id));
  } finally {
    await follower.stop();
    await server.kill('SIGTERM');
    await postgres.stop();
  }
}

/** Follows the log over all kills, each time from the last position it has seen. */
class Follower {
  readonly seen: string[] = [];
  private last: bigint | null = null;
  private stopped = false;
  private readonly following: Promise<void>;
  private readonly client: EventStoreDBClient;

  constructor(url: string) {
    this.client = EventStoreDBClient.connectionString(`${url}&keepAliveInterval=10001`);
    this.following = this.follow();
  }

  async reach(count: number): Promise<void> {
    while (this.seen.length < count) await delay(20);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.client.dispose();
    await this.following;
  }

  private async follow(): Promise<void> {
    while (!this.stopped) {
      const fromPosition = this.last === null ? 'start' : { commit: this.last, prepare: this.last };
      try {
        for await (const { event } of this.client.subscribeToAll({ fromPosition })) {
          if (!event) continue;
          this.last = event.position.commit;
          this.seen.push(event.id);
        }
      } catch {
        // Killed: resubscribe from the last position, as every client must.
        await delay(20);
      }
    }
  }
}

import { jest } from '@jest/globals';
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { copyLog } from '#libs/event-store';
import { testDatabase, type TestDatabase } from '#libs/testing';
import { leadledger } from './cli-process.fixture.js';

jest.setTimeout(600_000);

const EVENTS = 3_000;
const SERVER = join(process.cwd(), 'dist/apps/event-store/src/main.js');
const CLI = join(process.cwd(), 'dist/apps/cli/src/main.js');

/** A server of its own: a copy reads the whole log, and the one that all tests share is long. */
class OwnServer {
  private child: ChildProcess;
  url = '';

  private constructor(readonly database: TestDatabase) {
    this.child = this.fork('0');
  }

  static async start(): Promise<OwnServer> {
    const server = new OwnServer(await testDatabase('events'));
    await server.ready();
    return server;
  }

  async kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    await ended;
  }

  async startAgain(): Promise<void> {
    this.child = this.fork(/:(\d+)\?/.exec(this.url)![1]!);
    await this.ready();
  }

  async stop(): Promise<void> {
    await this.kill('SIGTERM');
    await this.database.drop();
  }

  /** In log order. */
  async ids(): Promise<string[]> {
    const { rows } = await this.database.pool.query<{ id: string }>('select id from event_store.event order by position');
    return rows.map(({ id }) => id);
  }

  private fork(port: string): ChildProcess {
    const args = ['--database', this.database.url, '--port', port];
    return fork(SERVER, args, { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  }

  private async ready(): Promise<void> {
    [{ url: this.url }] = (await once(this.child, 'message')) as [{ url: string }];
  }
}

describe('leadledger event-store copy', () => {
  const prefix = 'moved.';
  const env = { LEADLEDGER_STREAM_PREFIX: prefix };
  let source: OwnServer;
  let target: OwnServer;

  beforeAll(async () => {
    [source, target] = [await OwnServer.start(), await OwnServer.start()];
    const client = EventStoreDBClient.connectionString(source.url);
    const appends = Array.from({ length: EVENTS }, (_, n) =>
      client.appendToStream(`${prefix}s-${n % 300}`, jsonEvent({ id: randomUUID(), type: 'noted', data: { n }, metadata: { n } })),
    );
    await Promise.all(appends);
    await client.dispose();
  });
  afterAll(async () => {
    await source.stop();
    await target.stop();
  });

  it('killed in the middle, again and again, it goes on where it was, and both logs have one digest', async () => {
    const args = [CLI, 'event-store', 'copy', '--from', source.url, '--to', target.url];
    for (const enough of [300, 900]) {
      const copying = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: 'ignore' });
      const ended = once(copying, 'exit');
      while ((await target.ids()).length < enough && copying.exitCode === null) await delay(5);
      copying.kill('SIGKILL');
      expect((await ended)[1]).toBe('SIGKILL');
    }
    const before = (await target.ids()).length;
    expect(before).toBeLessThan(EVENTS);

    const resumed = await leadledger(['event-store', 'copy', '--from', source.url, '--to', target.url, '--json'], env);
    expect(resumed).toMatchObject({ code: 0, err: '' });
    const moved = JSON.parse(resumed.out) as { result: string; events: number; copied: number; digest: string };
    expect(moved).toMatchObject({ result: 'moved, verified by hash', events: EVENTS, copied: EVENTS - before });
    expect(await target.ids()).toEqual(await source.ids());

    const again = await leadledger(['event-store', 'copy', '--from', source.url, '--to', target.url], env);
    expect(again.out).toBe(
      `moved, verified by hash: ${EVENTS} events, 0 of them in this run, ${EVENTS} were there already\ndigest of both logs: ${moved.digest}\n`,
    );
  });

  it('its target killed in the middle, again and again, what is there is a beginning of the log, and it goes on behind it', async () => {
    const killed = await OwnServer.start();
    const copy = () => copyLog({ from: { url: source.url, prefix }, to: { url: killed.url, prefix } });
    const originals = await source.ids();
    for (const enough of [200, 700, 1_500, 2_400]) {
      const refusal = copy().then(
        () => null,
        (error: unknown) => error,
      );
      while ((await killed.ids()).length < enough) await delay(5);
      await killed.kill('SIGKILL');
      expect(await refusal).toMatchObject({ status: 503, code: 'EVENT_STORE.UNAVAILABLE' });
      const there = await killed.ids();
      expect(there).toEqual(originals.slice(0, there.length));
      await killed.startAgain();
    }
    expect(await copy()).toMatchObject({ events: EVENTS });
    expect(await killed.ids()).toEqual(originals);
    await killed.stop();
  });

  it('with --all it moves every stream of users, whatever its prefix', async () => {
    const elsewhere = EventStoreDBClient.connectionString(source.url);
    await elsewhere.appendToStream(`other-${randomUUID()}`, jsonEvent({ type: 'noted', data: {} }));
    await elsewhere.dispose();
    const other = await OwnServer.start();
    const { code, out } = await leadledger(['event-store', 'copy', '--from', source.url, '--to', other.url, '--all', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ events: EVENTS + 1, copied: EVENTS + 1 });
    await other.stop();
  });

  it('says what is wrong with how it was called', async () => {
    expect(await leadledger(['event-store', 'copy', '--from', source.url])).toMatchObject({ code: 2 });
    const { code, err } = await leadledger(['event-store', 'copy', '--from', 'http://x', '--to', source.url]);
    expect([code, err]).toEqual([1, expect.stringContaining('"http://x" is no address of an event store')]);
  });
});

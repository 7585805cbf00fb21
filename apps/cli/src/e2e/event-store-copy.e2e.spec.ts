import { jest } from '@jest/globals';
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { copyLog } from '#libs/event-store';
import { testDatabase, type TestDatabase, testEventLog, type TestEventLog } from '#libs/testing';
import { leadledger } from './cli-process.fixture.js';

jest.setTimeout(600_000);

const EVENTS = 3_000;
const SERVER = join(process.cwd(), 'dist/apps/event-store/src/main.js');
const CLI = join(process.cwd(), 'dist/apps/cli/src/main.js');

describe('leadledger event-store copy', () => {
  let database: TestDatabase;
  let server: ChildProcess;
  let source: TestEventLog;
  let client: EventStoreDBClient;
  let env: NodeJS.ProcessEnv;
  let to = '';

  beforeAll(async () => {
    database = await testDatabase('events');
    server = fork(SERVER, ['--database', database.url], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    [{ url: to }] = (await once(server, 'message')) as [{ url: string }];
    source = await testEventLog();
    env = { LEADLEDGER_STREAM_PREFIX: source.prefix };
    client = EventStoreDBClient.connectionString(source.url);
    const appends = Array.from({ length: EVENTS }, (_, n) =>
      client.appendToStream(`${source.prefix}s-${n % 300}`, jsonEvent({ id: randomUUID(), type: 'noted', data: { n }, metadata: { n } })),
    );
    await Promise.all(appends);
  });
  afterAll(async () => {
    await client.dispose();
    await source.close();
    const ended = once(server, 'exit');
    server.kill('SIGTERM');
    await ended;
    await database.drop();
  });

  const positionsThere = async (): Promise<number> => {
    const { rows } = await database.pool.query<{ events: string }>('select count(*) as events from event_store.event');
    return Number(rows[0]!.events);
  };
  const idsAt = async (pool: TestDatabase['pool']): Promise<string[]> => {
    const { rows } = await pool.query<{ id: string }>('select id from event_store.event order by position');
    return rows.map(({ id }) => id);
  };

  it('killed in the middle, again and again, it goes on where it was, and both logs have one digest', async () => {
    const args = [CLI, 'event-store', 'copy', '--from', source.url, '--to', to];
    let kills = 0;
    for (const enough of [300, 900]) {
      const copying = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: 'ignore' });
      const ended = once(copying, 'exit');
      while ((await positionsThere()) < enough && copying.exitCode === null) await delay(5);
      copying.kill('SIGKILL');
      const [, signal] = (await ended) as [number | null, string | null];
      if (signal === 'SIGKILL') kills += 1;
    }
    expect(kills).toBe(2);
    const before = await positionsThere();
    expect(before).toBeLessThan(EVENTS);

    const resumed = await leadledger(['event-store', 'copy', '--from', source.url, '--to', to, '--json'], env);
    expect(resumed).toMatchObject({ code: 0, err: '' });
    const moved = JSON.parse(resumed.out) as { result: string; events: number; copied: number; digest: string };
    expect(moved).toMatchObject({ result: 'moved, verified by hash', events: EVENTS, copied: EVENTS - before });
    const { digest } = await copyLog({ from: source, to: { url: to, prefix: source.prefix } });
    expect(digest).toBe(moved.digest);

    const again = await leadledger(['event-store', 'copy', '--from', source.url, '--to', to], env);
    expect(again.out).toBe(
      `moved, verified by hash: ${EVENTS} events, 0 of them in this run, ${EVENTS} were there already\ndigest of both logs: ${digest}\n`,
    );
  });

  it('its target killed in the middle, again and again, what is there is a beginning of the log, and it goes on behind it', async () => {
    const target = await testDatabase('events');
    const serveTarget = async (port = '0') => {
      const child = fork(SERVER, ['--database', target.url, '--port', port], {
        execArgv: [],
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      const [{ url }] = (await once(child, 'message')) as [{ url: string }];
      return { child, url };
    };
    let { child, url } = await serveTarget();
    const copy = () => copyLog({ from: source, to: { url, prefix: source.prefix } });
    const originals = await idsAt(database.pool);
    for (const enough of [200, 700, 1_500, 2_400]) {
      const refusal = copy().then(
        () => null,
        (error: unknown) => error,
      );
      while ((await idsAt(target.pool)).length < enough) await delay(5);
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      expect(await refusal).toMatchObject({ status: 503, code: 'EVENT_STORE.UNAVAILABLE' });
      const there = await idsAt(target.pool);
      expect(there).toEqual(originals.slice(0, there.length));
      ({ child, url } = await serveTarget(/:(\d+)\?/.exec(url)![1]));
    }
    expect(await copy()).toMatchObject({ events: EVENTS });
    expect(await idsAt(target.pool)).toEqual(originals);
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
    await target.drop();
  });

  it('with --all it moves every stream of users, whatever its prefix', async () => {
    const elsewhere = EventStoreDBClient.connectionString(to);
    await elsewhere.appendToStream(`other-${randomUUID()}`, jsonEvent({ type: 'noted', data: {} }));
    await elsewhere.dispose();
    const target = await testDatabase('events');
    const other = fork(SERVER, ['--database', target.url], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const [{ url }] = (await once(other, 'message')) as [{ url: string }];
    const { code, out } = await leadledger(['event-store', 'copy', '--from', to, '--to', url, '--all', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ events: EVENTS + 1, copied: EVENTS + 1 });
    const ended = once(other, 'exit');
    other.kill('SIGTERM');
    await ended;
    await target.drop();
  });

  it('says what is wrong with how it was called', async () => {
    expect(await leadledger(['event-store', 'copy', '--from', to])).toMatchObject({ code: 2 });
    const { code, err } = await leadledger(['event-store', 'copy', '--from', 'http://x', '--to', to]);
    expect([code, err]).toEqual([1, expect.stringContaining('"http://x" is no address of an event store')]);
  });
});

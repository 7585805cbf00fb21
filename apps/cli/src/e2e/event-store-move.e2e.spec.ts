import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BACKWARDS, END, EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { GENESIS_DIGEST, nextDigest } from '#libs/contracts';
import { type Finished, launch, type Launched, leadledger, type RunningServe, serve } from './cli-process.fixture.js';
import { writeHistory } from './interruptible-import.fixture.js';

// Whole systems start and stop here, on machines that may be busy.
jest.setTimeout(900_000);

const LEADS = 1_000;
/** Within the history, so that owners differ. */
const AT = '2025-03-28T01:30:00Z';
const FIGURE = ['hand_overs@3', '--from', '2025-01-01', '--to', '2025-12-31'];

interface Item {
  readonly position: string;
  readonly leaf: string;
  readonly id: string;
}
/** Where a subscriber of the feed stands. */
interface Cursor {
  readonly position: number;
  readonly digest: string;
}

describe('an installation that moves to another event store', () => {
  const parent = mkdtempSync(join(tmpdir(), 'leadledger-move-'));
  const [folder, elsewhere] = [join(parent, 'data'), join(parent, 'elsewhere')];
  const running: Launched[] = [];
  afterAll(async () => {
    for (const { child } of running) child.kill('SIGTERM');
    await Promise.all(running.map(({ ended }) => ended));
    rmSync(parent, { recursive: true, force: true });
  });

  async function stop(process: Launched): Promise<void> {
    running.splice(running.indexOf(process), 1);
    process.child.kill('SIGTERM');
    expect((await process.ended).code).toBe(0);
  }

  /** `event-store serve`: the server alone, as the guide has it. */
  async function serveStore(data: string): Promise<Launched & { url: string }> {
    const launched = launch(['event-store', 'serve', '--data', data]);
    running.push(launched);
    const url = await new Promise<string>((resolve) =>
      createInterface({ input: launched.child.stdout! }).once('line', (line) => resolve((JSON.parse(line) as { url: string }).url)),
    );
    return { ...launched, url };
  }

  async function start(env: NodeJS.ProcessEnv = {}): Promise<RunningServe> {
    const server = await serve(folder, env);
    running.push(server);
    return server;
  }

  const run = (...args: string[]): Promise<Finished> => leadledger([...args, '--json', '--data', folder]);
  async function answer<T = Record<string, unknown>>(...args: string[]): Promise<T> {
    const { code, out, err } = await run(...args);
    expect({ args, code, err }).toEqual({ args, code: 0, err: '' });
    return JSON.parse(out.split('\n')[0]!) as T;
  }

  /** What does not depend on where the log lies. */
  async function whatIsSaid(position: string, receipt: string): Promise<Record<string, unknown>> {
    const [verified, owners, owner, valid, published, again] = await Promise.all([
      answer('events', 'verify'),
      run('owners', '--at', AT, '--position', position),
      answer('owner', 'calls:1', '--at', AT, '--position', position),
      answer('receipt', 'verify', receipt),
      answer('report', 'restatements', 'hand_overs'),
      answer('report', 'run', ...FIGURE, '--position', position),
    ]);
    return { verified, owners, owner, valid, published, again };
  }

  /** Reads the feed from a cursor to its end, as a subscriber does: no gap, nothing twice, and the chain goes on. */
  async function follow({ url }: RunningServe, token: string, from: Cursor, limit = Infinity): Promise<Cursor & { ids: string[] }> {
    const headers = { authorization: `Bearer ${token}` };
    const ids: string[] = [];
    let { position, digest } = from;
    while (ids.length < limit) {
      const response = await fetch(`${url}/v1/events?after=${position}&limit=${Math.min(100, limit - ids.length)}`, { headers });
      const { items } = (await response.json()) as { items: Item[] };
      if (items.length === 0) break;
      for (const { position: at, leaf, id } of items) {
        expect(Number(at)).toBe(++position);
        digest = nextDigest(digest, leaf);
        ids.push(id);
      }
    }
    return { position, digest, ids };
  }

  const writeOthers = (client: EventStoreDBClient, streams: number): Promise<unknown> =>
    Promise.all(
      Array.from({ length: streams }, () => client.appendToStream(`others-${randomUUID()}`, jsonEvent({ type: 'theirs', data: {} }))),
    );

  it('keeps positions, receipts, cursors and every answer, though the copy is killed twice and the new store holds others’ events', async () => {
    const first = await start();
    const token = first.token!;
    await answer('import', writeHistory(parent, LEADS));
    await answer('report', 'publish', ...FIGURE);
    const figure = await answer('report', 'run', ...FIGURE);
    expect(figure['total']).toBe(LEADS);
    const receipt = join(parent, 'receipt.json');
    writeFileSync(receipt, JSON.stringify(figure));
    const cursor = await follow(first, token, { position: 0, digest: GENESIS_DIGEST }, 500);
    const { position } = await answer<{ position: string }>('owner', 'calls:1', '--at', AT);
    const before = await whatIsSaid(position, receipt);
    const whole = await follow(first, token, cursor);
    await stop(first);

    const [source, target] = [await serveStore(folder), await serveStore(elsewhere)];
    const watcher = EventStoreDBClient.connectionString(target.url);
    await writeOthers(watcher, 50);
    const copy = ['event-store', 'copy', '--from', source.url, '--to', target.url, '--json'];
    for (const enough of [500, 1_200]) {
      const copying = launch(copy);
      while (copying.child.exitCode === null && (await tailOf(watcher)) < enough) continue;
      copying.child.kill('SIGKILL');
      await copying.ended;
      expect(copying.child.signalCode).toBe('SIGKILL');
      await writeOthers(watcher, 20);
    }
    await watcher.dispose();
    const copied = await leadledger(copy);
    expect({ code: copied.code, err: copied.err }).toEqual({ code: 0, err: '' });
    const { digest, copied: inThisRun, events } = JSON.parse(copied.out) as { digest: string; copied: number; events: number };
    expect([digest, events]).toEqual([whole.digest, whole.position]);
    expect(inThisRun).toBeLessThan(events);
    await stop(source);

    const moved = await start({ LEADLEDGER_EVENT_STORE_URL: target.url });
    expect(await whatIsSaid(position, receipt)).toEqual(before);
    expect(await follow(moved, token, cursor)).toEqual(whole);
    await answer('projections', 'verify');

    // And it goes on: the next fact has the next position, for the subscriber that has followed all along too.
    const body = { source: 'website', channel: 'direct', externalId: 'after', contact: { emails: ['after@example.com'] } };
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': 'after' };
    const response = await fetch(`${moved.url}/v1/inquiries`, { method: 'POST', headers, body: JSON.stringify(body) });
    expect(response.status).toBe(201);
    expect((await run('owner', 'website:after', '--at', new Date().toISOString())).code).toBe(0);
    const later = await follow(moved, token, whole);
    expect(later.ids.length).toBeGreaterThan(0);
    const verified = await answer<{ events: number; digest: string; valid: boolean }>('events', 'verify');
    expect(verified).toMatchObject({ valid: true, events: later.position, digest: later.digest });
    expect(await answer('receipt', 'verify', receipt)).toMatchObject({ valid: true });
    await stop(moved);
    await stop(target);
  });
});

/** How many events the embedded store holds: its positions are dense. */
async function tailOf(client: EventStoreDBClient): Promise<number> {
  let tail = 0;
  for await (const { event } of client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 }))
    tail = Number(event?.position.commit);
  return tail;
}

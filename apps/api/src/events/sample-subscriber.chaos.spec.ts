import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RunningTestApi, runningApi } from '../../../../test/rigs/running-api.js';

const SUBSCRIBER = join(import.meta.dirname, '../../../../docs/how-to/feed-subscriber.mjs');
const KILLS = 12;
const EVENTS = 600;

let api: RunningTestApi;
const folder = mkdtempSync(join(tmpdir(), 'leadledger-subscriber-'));
const file = join(folder, 'events.ndjson');

beforeAll(async () => {
  api = await runningApi([]);
});
afterAll(async () => {
  await api.stop();
  rmSync(folder, { recursive: true });
});

async function startSubscriber(): Promise<ChildProcess> {
  const env = { ...process.env, LEADLEDGER_TOKEN: await api.token('app') };
  return spawn(process.execPath, [SUBSCRIBER, api.url, file], { env, stdio: ['ignore', 'pipe', 'inherit'] });
}

const sizeOf = (): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

describe('the sample subscriber', () => {
  it('R5.13 killed and restarted at random, it misses nothing, sees nothing twice, and proves it by the digest it computed itself', async () => {
    let appended = 0;
    let writing = true;
    const writer = (async () => {
      for (; appended < EVENTS; appended += 10)
        await Promise.all(
          Array.from({ length: 10 }, (_, n) => api.post('/v1/reps', { id: `rep ${appended + n}`, name: `Rep ${appended + n}` })),
        );
      writing = false;
    })();
    let killed = 0;
    while (writing || killed < KILLS) {
      const before = sizeOf();
      const subscriber = await startSubscriber();
      const ended = once(subscriber, 'exit');
      // Somewhere between its start, its first line and its proof; the file shows that it got anywhere at all.
      for (let waited = 0; waited < 40 && sizeOf() === before && subscriber.exitCode === null; waited++) await sleep(10);
      await sleep(Math.random() * 15);
      if (subscriber.kill('SIGKILL')) killed++;
      await ended;
    }
    await writer;
    await settled(EVENTS);

    const last = await startSubscriber();
    const said = (await last.stdout!.toArray()).join('');
    const { body: completeness } = await api.get<{ end: { position: string; digest: string } }>('/v1/events/completeness');
    expect(JSON.parse(said)).toEqual({ position: EVENTS, digest: completeness.end.digest, proved: true });
    const positions = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { position: number }).position);
    expect(positions).toEqual(Array.from({ length: EVENTS }, (_, index) => index + 1));
    expect(killed).toBeGreaterThanOrEqual(KILLS);
  });
});

/** Waits until the feed has so many events. */
async function settled(position: number): Promise<void> {
  for (;;) {
    const { body } = await api.get<{ end: { position: string } }>('/v1/events/completeness');
    if (Number(body.end.position) >= position) return;
    await sleep(20);
  }
}

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ensureDatabase, startEmbeddedPostgres } from '#libs/platform';
import { FOLDER_PREFIX, removeLeftOvers } from './left-overs.js';

/**
 * The servers of one test run, in a process of their own: one volatile PostgreSQL and one event store (not where EVENTSTORE_URL names another).
 * Sends `{ databaseUrl, eventStoreUrl }` to its parent once both listen, and stops both when the parent disconnects or dies.
 */
const EVENT_STORE = fileURLToPath(new URL('../../../../apps/event-store/src/main.js', import.meta.url));

await removeLeftOvers();
const dataDir = mkdtempSync(join(tmpdir(), FOLDER_PREFIX));
const postgres = await startEmbeddedPostgres({ dataDir, volatile: true });
let eventStore: ChildProcess | null = null;
let eventStoreUrl = process.env['EVENTSTORE_URL'] ?? null;

process.once('disconnect', () => void stop());
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => void stop());

if (eventStoreUrl === null && existsSync(EVENT_STORE)) {
  await ensureDatabase(postgres.url('postgres'), 'events');
  eventStore = fork(EVENT_STORE, [], {
    env: {
      ...process.env,
      LEADLEDGER_EVENTS_DATABASE_URL: postgres.url('events'),
      LEADLEDGER_EVENT_STORE_PORT: '0',
      LEADLEDGER_LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  eventStoreUrl = await addressOf(eventStore);
}
process.send?.({ databaseUrl: postgres.url('postgres'), eventStoreUrl });

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((settle, reject) => {
    createInterface({ input: child.stdout! }).on('line', (line) => {
      if (!line.startsWith('{')) return;
      const { url, ready } = JSON.parse(line) as { url?: string; ready?: boolean };
      if (url && ready) settle(url);
    });
    child.once('exit', (code) => reject(new Error(`The event store ended with code ${code} before it was ready`)));
  });
}

async function stop(): Promise<void> {
  if (eventStore && eventStore.exitCode === null && eventStore.signalCode === null) {
    const ended = once(eventStore, 'exit');
    eventStore.kill('SIGTERM');
    const force = setTimeout(() => eventStore?.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(force);
  }
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
  process.exit(0);
}

import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, renameSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { canConnect } from '../database/can-connect.js';
import { makeFolder } from '../make-folder.js';
import { writeSecretOnce } from '../secret-file.js';
import { locateBinaries, type PostgresBinaries } from './binaries.js';
import { guardDisk } from './disk-guard.js';
import { lockFolder } from './folder-lock.js';
import { initialiseCluster, SUPERUSER } from './initialise-cluster.js';
import { launchProgram, logSize, type Place } from './launch-program.js';
import { findRunning, freePort, type Postmaster, readPostmaster, signal, stopPostmaster } from './postmaster.js';
import { serverSettings } from './server-settings.js';
import { launchAs, type Launch, serverUser } from './server-user.js';
import { PassingStartError, startProblem } from './start-problem.js';

const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 60_000;
const PASSING_TIMEOUT_MS = 30_000;
const LOG_LIMIT_BYTES = 16 * 1024 * 1024;

export interface EmbeddedPostgres {
  /** Connection string of a database of this server; the database need not exist yet (`ensureDatabase`). */
  url(database: string): string;
  /** The server was still running after its parent had been killed. */
  readonly adopted: boolean;
  readonly logFile: string;
  /** Fast shutdown; returns when the last process is gone. Idempotent. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** The product's data folder; PostgreSQL gets `postgres/` in it. */
  readonly dataDir: string;
  /** No durability, for tests. */
  readonly volatile?: boolean;
}

/**
 * PostgreSQL of the npm package on loopback, with a password known to this data folder only.
 *
 * States of the folder: empty → `initdb` into `postgres.new` → renamed to `postgres` (so a kill in between leaves nothing half made) → running
 * → stopped. Killed with the parent alive or the other way round, the next start adopts the running server or lets PostgreSQL recover.
 * Before the disk is full it takes no more writes, so that it need not end itself.
 * The server is a process group of its own: Ctrl-C reaches us, and we stop it last. It also stops when this process ends by `process.exit`.
 *
 * Throws `ProblemError`: 409 `DATA_FOLDER.IN_USE`; 503 `DATABASE.START_FAILED` (with the log's tail), `DATABASE.DISK_FULL`,
 * `DATABASE.FOLDER_UNREACHABLE`, `DATABASE.NO_USER`, `DATABASE.BINARIES_MISSING`, `DATABASE.VERSION_MISMATCH`.
 */
export async function startEmbeddedPostgres({ dataDir, volatile = false }: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const root = resolve(dataDir);
  makeFolders(root);
  const unlock = lockFolder(root);
  try {
    const place = { root, folder: join(root, 'postgres'), logFile: join(root, 'logs', 'postgres.log') };
    const password = writeSecretOnce(join(root, 'secrets', 'postgres-password'), () => randomBytes(24).toString('base64url')).secret;
    const urlOn = (port: number, database: string): string => `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;

    const facts = { root, logFile: place.logFile, volatile, urlOn, unlock };
    const running = await findRunning(place.folder, START_TIMEOUT_MS);
    if (running && (await canConnect(urlOn(running.port, 'postgres')))) return await handle(running, { ...facts, adopted: true });
    if (running) await stopPostmaster(running.pid, STOP_TIMEOUT_MS);

    const binaries = locateBinaries();
    const user = serverUser();
    const launch = launchAs(user, [binaries.postgres, root]);
    rotate(place.logFile);
    if (!existsSync(join(place.folder, 'PG_VERSION'))) await initialiseCluster(place, binaries, launch, password, volatile, user);
    const started = await start(place, binaries, launch, volatile);
    if (!(await canConnect(urlOn(started.port, 'postgres')))) throw startProblem(place.logFile, 'the server refuses its own password', 0);
    return await handle(started, { ...facts, adopted: false });
  } catch (error) {
    unlock();
    throw error;
  }
}

function makeFolders(root: string): void {
  if (!existsSync(root)) {
    makeFolder(root);
    chmodSync(root, 0o711);
  }
  for (const [name, mode] of [
    ['secrets', 0o700],
    ['logs', 0o755],
    ['run', 0o755],
  ] as const)
    makeFolder(join(root, name), mode);
}

function rotate(logFile: string): void {
  if (logSize(logFile) > LOG_LIMIT_BYTES) renameSync(logFile, `${logFile}.1`);
}

/**
 * Two causes pass by themselves: the port that was free a moment ago is taken, and the children of a server that was killed, which hold its
 * shared memory until they notice.
 */
async function start(place: Place, binaries: PostgresBinaries, launch: Launch, volatile: boolean): Promise<Postmaster> {
  const deadline = Date.now() + PASSING_TIMEOUT_MS;
  for (;;) {
    try {
      return await startOnce(place, binaries, launch, volatile);
    } catch (error) {
      if (!(error instanceof PassingStartError) || Date.now() > deadline) throw error;
      await delay(100);
    }
  }
}

async function startOnce({ folder, logFile }: Place, binaries: PostgresBinaries, launch: Launch, volatile: boolean): Promise<Postmaster> {
  const port = await freePort();
  const since = logSize(logFile);
  const child = launchProgram(binaries.postgres, ['-D', folder, ...serverSettings(port, volatile)], launch, logFile);
  let ended: string | null = null;
  child.once('exit', (code, name) => (ended = `postgres ended with ${name ?? `code ${code}`}`));
  child.once('error', (error) => (ended = error.message));
  child.unref();
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    if (ended !== null) throw startProblem(logFile, ended, since);
    const found = readPostmaster(folder);
    if (found && found.pid === child.pid && found.status === 'ready') return found;
    if (Date.now() > deadline) {
      child.kill('SIGQUIT');
      throw startProblem(logFile, `postgres was not ready after ${START_TIMEOUT_MS / 1000} s`, since);
    }
    await delay(5);
  }
}

async function handle({ pid, port }: Postmaster, facts: Omit<EmbeddedPostgres, 'url' | 'stop'> & Handled): Promise<EmbeddedPostgres> {
  const stopAtExit = (): void => signal(pid, 'SIGINT');
  process.once('exit', stopAtExit);
  const url = (database: string): string => facts.urlOn(port, database);
  const guard = facts.volatile ? null : await guardDisk(facts.root, url('postgres'));
  let stopped: Promise<void> | null = null;
  return {
    url,
    adopted: facts.adopted,
    logFile: facts.logFile,
    stop: () =>
      (stopped ??= (async () => {
        process.off('exit', stopAtExit);
        await guard?.stop();
        await stopPostmaster(pid, STOP_TIMEOUT_MS);
        facts.unlock();
      })()),
  };
}

interface Handled {
  readonly root: string;
  readonly volatile: boolean;
  readonly urlOn: (port: number, database: string) => string;
  readonly unlock: () => void;
}

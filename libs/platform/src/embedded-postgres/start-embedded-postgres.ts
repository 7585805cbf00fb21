import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { canConnect } from '../database/can-connect.js';
import { writeSecretOnce } from '../secret-file.js';
import { locateBinaries, type PostgresBinaries } from './binaries.js';
import { lockFolder } from './folder-lock.js';
import { findRunning, freePort, type Postmaster, readPostmaster, signal, stopPostmaster } from './postmaster.js';
import { serverSettings } from './server-settings.js';
import { launchAs, type Launch, serverUser } from './server-user.js';
import { PortTakenError, startProblem } from './start-problem.js';

const USER = 'leadledger';
const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 60_000;
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
    const urlOn = (port: number, database: string): string => `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;

    const running = await findRunning(place.folder, START_TIMEOUT_MS);
    if (running && (await canConnect(urlOn(running.port, 'postgres')))) return handle(running, true, place.logFile, urlOn, unlock);
    if (running) await stopPostmaster(running.pid, STOP_TIMEOUT_MS);

    const binaries = locateBinaries();
    const user = serverUser();
    const launch = launchAs(user, [binaries.postgres, root]);
    rotate(place.logFile);
    if (!existsSync(join(place.folder, 'PG_VERSION'))) await initialise(place, binaries, launch, password, volatile, user);
    const started = await start(place, binaries, launch, volatile);
    if (!(await canConnect(urlOn(started.port, 'postgres')))) throw startProblem(place.logFile, 'the server refuses its own password');
    return handle(started, false, place.logFile, urlOn, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

interface Place {
  readonly root: string;
  readonly folder: string;
  readonly logFile: string;
}

function makeFolders(root: string): void {
  if (!existsSync(root)) {
    mkdirSync(root, { recursive: true });
    chmodSync(root, 0o711);
  }
  for (const [name, mode] of [
    ['secrets', 0o700],
    ['logs', 0o755],
    ['run', 0o755],
  ] as const)
    mkdirSync(join(root, name), { recursive: true, mode });
}

function rotate(logFile: string): void {
  if (existsSync(logFile) && statSync(logFile).size > LOG_LIMIT_BYTES) renameSync(logFile, `${logFile}.1`);
}

async function initialise(
  { root, folder, logFile }: Place,
  binaries: PostgresBinaries,
  launch: Launch,
  password: string,
  volatile: boolean,
  user: ReturnType<typeof serverUser>,
): Promise<void> {
  const fresh = `${folder}.new`;
  const passwordFile = join(root, 'run', 'initial-password');
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user) for (const path of [fresh, passwordFile]) chownSync(path, user.uid, user.gid);
  const args = [`--pgdata=${fresh}`, `--username=${USER}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8'];
  // Code-point order everywhere: sorting must not depend on the machine's locales.
  args.push('--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions');
  if (volatile) args.push('--no-sync');
  try {
    const code = await new Promise<number | null>((settle, reject) => {
      const child = launchProgram(binaries.initdb, args, launch, logFile);
      child.once('error', reject);
      child.once('exit', settle);
    });
    if (code !== 0) throw startProblem(logFile, `initdb ended with code ${code}`);
    renameSync(fresh, folder);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

async function start(place: Place, binaries: PostgresBinaries, launch: Launch, volatile: boolean): Promise<Postmaster> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(place, binaries, launch, volatile);
    } catch (error) {
      // Between choosing a free port and listening on it another program may take it.
      if (!(error instanceof PortTakenError) || attempt === 5) throw error;
    }
  }
}

async function startOnce({ folder, logFile }: Place, binaries: PostgresBinaries, launch: Launch, volatile: boolean): Promise<Postmaster> {
  const port = await freePort();
  const child = launchProgram(binaries.postgres, ['-D', folder, ...serverSettings(port, volatile)], launch, logFile);
  let ended: string | null = null;
  child.once('exit', (code, name) => (ended = `postgres ended with ${name ?? `code ${code}`}`));
  child.once('error', (error) => (ended = error.message));
  child.unref();
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    if (ended !== null) throw startProblem(logFile, ended);
    const found = readPostmaster(folder);
    if (found && found.pid === child.pid && found.status === 'ready') return found;
    if (Date.now() > deadline) {
      child.kill('SIGQUIT');
      throw startProblem(logFile, `postgres was not ready after ${START_TIMEOUT_MS / 1000} s`);
    }
    await delay(5);
  }
}

function launchProgram(program: string, args: readonly string[], launch: Launch, logFile: string) {
  const [command, ...rest] = [...launch.prefix, program, ...args];
  const log = openSync(logFile, 'a');
  try {
    return spawn(command!, rest, {
      ...launch.ids,
      cwd: dirname(program),
      detached: true,
      stdio: ['ignore', log, log],
      env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' },
    });
  } finally {
    closeSync(log);
  }
}

function handle(
  { pid, port }: Postmaster,
  adopted: boolean,
  logFile: string,
  urlOn: (port: number, database: string) => string,
  unlock: () => void,
): EmbeddedPostgres {
  const stopAtExit = (): void => signal(pid, 'SIGINT');
  process.once('exit', stopAtExit);
  let stopped: Promise<void> | null = null;
  return {
    url: (database) => urlOn(port, database),
    adopted,
    logFile,
    stop: () =>
      (stopped ??= (async () => {
        process.off('exit', stopAtExit);
        await stopPostmaster(pid, STOP_TIMEOUT_MS);
        unlock();
      })()),
  };
}

import { describeTrouble } from './trouble.js';
import { type DataFolder, prepareDataFolder } from './data-folder.js';
import { type LockKind, lockFolder } from './folder-lock.js';
import { clearLeftovers, recordChildren } from './leftovers.js';
import { startDatabase } from './database.js';
import { childEnvironment, choosePorts, portsAreConfigured, rememberPorts, type Surroundings } from './surroundings.js';
import { announceServer, withdrawServer } from './server-file.js';
import { SupervisedChild } from './supervised-child.js';

export interface Installation {
  /** Address of the API. */
  readonly url: string;
  /** In reverse order of starting; may be called more than once. */
  stop(): Promise<void>;
}

/** Who is started after whom: the event store needs the database, the others need both. */
const STARTED_TOGETHER = ['projector', 'worker', 'api'] as const;

/**
 * Everything on one data folder: lock → leftovers of a killed server → PostgreSQL → event store → projector, worker and API. Resolves when all
 * of them are ready; whatever fails on the way, what was started is stopped again and the lock given back.
 *
 * Killed by SIGKILL: children notice and stop, PostgreSQL stays, the lock and `server.json` are stale; the next start recognises all four.
 * PostgreSQL lost: the children are stopped, the database and then the children are started again, under the same addresses.
 */
export async function startInstallation(folder: DataFolder, kind: LockKind, report: (line: string) => void): Promise<Installation> {
  prepareDataFolder(folder);
  const lock = await lockFolder(folder, kind);
  const started: (() => Promise<void>)[] = [() => Promise.resolve(lock.release())];
  const stopAll = async () => {
    for (let stop = started.pop(); stop; stop = started.pop()) await stop();
  };
  try {
    withdrawServer(folder);
    await clearLeftovers(folder, report);
    const { parts, port } = await startParts(folder, kind, report);
    started.push(() => parts.stop());
    const url = `http://127.0.0.1:${port}`;
    announceServer(folder, url);
    started.push(() => Promise.resolve(withdrawServer(folder)));
    let stopping: Promise<void> | null = null;
    return { url, stop: () => (stopping ??= stopAll()) };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

const PORT_ATTEMPTS = 4;

/** A port that was free a moment ago may be taken by another program, or by a server that starts beside this one: then others are tried. */
async function startParts(folder: DataFolder, kind: LockKind, report: (line: string) => void): Promise<{ parts: Parts; port: number }> {
  for (let attempt = 1; ; attempt++) {
    const ports = await choosePorts(folder, attempt === 1 ? kind : 'command');
    const parts = new Parts(folder, ports, report);
    try {
      await parts.start();
      if (kind === 'serve') rememberPorts(folder, ports);
      return { parts, port: ports.api };
    } catch (error) {
      await parts.stop();
      if (attempt === PORT_ATTEMPTS || portsAreConfigured() || !/EADDRINUSE|ADDRESS_IN_USE/.test(describeTrouble(error))) throw error;
    }
  }
}

const WATCH_MS = 1_000;

/** The database and the children that work on it, as one thing that is started, watched and stopped. */
class Parts {
  private database: Awaited<ReturnType<typeof startDatabase>> | null = null;
  private children: SupervisedChild[] = [];
  private watch: NodeJS.Timeout | null = null;
  private stopped = false;

  constructor(
    private readonly folder: DataFolder,
    private readonly ports: Surroundings['ports'],
    private readonly report: (line: string) => void,
  ) {}

  async start(): Promise<void> {
    this.database = await startDatabase(this.folder, this.report);
    const surroundings: Surroundings = { folder: this.folder, ports: this.ports, databaseUrl: this.database.url };
    if (childEnvironment.embedsEventStore()) await this.launch('event-store', surroundings);
    await settleAll(STARTED_TOGETHER.map((name) => this.launch(name, surroundings)));
    this.watch = setInterval(() => void this.revive().catch((error: unknown) => this.report(describeTrouble(error))), WATCH_MS);
    this.watch.unref();
  }

  private async launch(name: string, surroundings: Surroundings): Promise<void> {
    const record = () =>
      recordChildren(
        this.folder,
        this.children.map((child) => child.pid),
      );
    const child = new SupervisedChild(childEnvironment.specOf(name, surroundings), this.report, record);
    this.children.push(child);
    await child.start();
  }

  /** Starts all parts again when the database has gone. Children would wait for it, but its address may be another now. */
  private async revive(): Promise<void> {
    if (this.stopped || !this.database || this.database.isAlive()) return;
    if (this.watch) clearInterval(this.watch);
    this.report('PostgreSQL has ended and is started again, with everything that works on it');
    await this.stopChildren();
    await this.database.stop();
    for (let attempt = 1; !this.stopped; attempt++) {
      try {
        await this.start();
        return this.report('Everything is running again');
      } catch (error) {
        this.report(describeTrouble(error));
        await this.stopChildren();
        await this.database?.stop();
        await new Promise((resolve) => setTimeout(resolve, Math.min(1_000 * 2 ** attempt, 15_000)));
      }
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    if (this.watch) clearInterval(this.watch);
    await this.stopChildren();
    await this.database?.stop();
  }

  private async stopChildren(): Promise<void> {
    const last = this.children.splice(0).reverse();
    const store = last.filter((child) => child.spec.name === 'event-store');
    await Promise.all(last.filter((child) => !store.includes(child)).map((child) => child.stop()));
    await Promise.all(store.map((child) => child.stop()));
    recordChildren(this.folder, []);
  }
}

/** Waits for all, also where one fails, so that nothing is half started when the failure is reported. */
async function settleAll(work: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { type EmbeddedPostgres, ensureDatabase, startEmbeddedPostgres } from '#libs/platform';

const MAIN = join(process.cwd(), 'dist/apps/event-store/src/main.js');

/** A durable PostgreSQL (fsync on) at an address that stays the same over kills, because the server reaches it through a forwarder. */
export class KillablePostgres {
  private readonly folder = mkdtempSync(join(tmpdir(), 'leadledger-chaos-'));
  private readonly sockets = new Set<Socket>();
  private postgres: EmbeddedPostgres | null = null;
  private forwarder: Server | null = null;
  private port = 0;

  async start(): Promise<void> {
    chmodSync(this.folder, 0o711);
    this.postgres = await startEmbeddedPostgres({ dataDir: this.folder });
    this.port = Number(new URL(this.postgres.url('postgres')).port);
    if (this.forwarder) return;
    await ensureDatabase(this.postgres.url('postgres'), 'events');
    this.forwarder = createServer((socket) => this.forward(socket));
    await new Promise<void>((resolve) => this.forwarder!.listen(0, '127.0.0.1', resolve));
  }

  url(): string {
    const url = new URL(this.postgres!.url('events'));
    url.port = String((this.forwarder!.address() as { port: number }).port);
    return url.href;
  }

  /** SIGKILL to the postmaster and all its children at once, as a power cut is. */
  async kill(): Promise<void> {
    const pid = Number(readFileSync(join(this.folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
    process.kill(-pid, 'SIGKILL');
    await this.postgres!.stop();
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.forwarder?.close();
    await this.postgres?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private forward(socket: Socket): void {
    const upstream = connect(this.port, '127.0.0.1');
    for (const [one, other] of [
      [socket, upstream],
      [upstream, socket],
    ] as const) {
      this.sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  }
}

/** The server as it is shipped, in a process of its own. */
export class KillableServer {
  private child: ChildProcess | null = null;
  url = '';

  constructor(
    private readonly databaseUrl: () => string,
    private readonly flags: readonly string[] = [],
  ) {}

  get pid(): number {
    return this.child!.pid!;
  }

  async start(): Promise<void> {
    const port = this.url === '' ? '0' : /:(\d+)\?/.exec(this.url)![1]!;
    const child = fork(MAIN, ['--port', port, ...this.flags], {
      env: { ...process.env, LEADLEDGER_EVENTS_DATABASE_URL: this.databaseUrl() },
      execArgv: [],
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    this.child = child;
    this.url = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout! }).once('line', (line) => resolve((JSON.parse(line) as { url: string }).url));
      child.once('exit', (code) => reject(new Error(`The server ended with code ${code}`)));
    });
  }

  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}

interface Acknowledged {
  readonly stream: string;
  readonly ids: readonly string[];
  readonly firstRevision: number;
}

/**
 * Writers that note what was acknowledged. After an error a writer sends the same events again at the same revision until they are
 * acknowledged, as a client of the protocol does.
 */
export class LedgerOfAppends {
  readonly acknowledged: Acknowledged[] = [];
  private writing = true;
  private readonly clients: EventStoreDBClient[] = [];
  private readonly writers: Promise<void>[] = [];

  constructor(
    private readonly url: () => string,
    writers: number,
  ) {
    for (let n = 0; n < writers; n++) this.writers.push(this.write(`writer-${n}-${randomUUID()}`));
  }

  async finish(): Promise<void> {
    this.writing = false;
    await Promise.all(this.writers);
    await Promise.all(this.clients.map((client) => client.dispose()));
  }

  private async write(stream: string): Promise<void> {
    const client = EventStoreDBClient.connectionString(this.url());
    this.clients.push(client);
    for (let next = 0; this.writing;) {
      const events = Array.from({ length: 1 + (next % 3) }, (_, n) =>
        jsonEvent({ id: randomUUID(), type: 'written', data: { n: next + n } }),
      );
      while (!(await this.try(client, stream, events, next))) await delay(20);
      this.acknowledged.push({ stream, ids: events.map(({ id }) => id), firstRevision: next });
      next += events.length;
    }
  }

  private async try(client: EventStoreDBClient, stream: string, events: ReturnType<typeof jsonEvent>[], next: number): Promise<boolean> {
    try {
      const expectedRevision = next === 0 ? 'no_stream' : BigInt(next - 1);
      // `Append`: a failed batch stream would fail the appends of every client in this process.
      await client.appendToStream(stream, events, { expectedRevision, credentials: { username: 'u', password: 'p' }, deadline: 5_000 });
      return true;
    } catch (error) {
      if ((error as { type?: string }).type === 'wrong-expected-version') throw error;
      return false;
    }
  }
}

interface LogEntry {
  readonly position: bigint;
  readonly stream: string;
  readonly revision: bigint;
  readonly id: string;
}

export async function wholeLog(url: string): Promise<LogEntry[]> {
  const client = EventStoreDBClient.connectionString(url);
  const entries: LogEntry[] = [];
  for await (const { event } of client.readAll()) {
    if (event) entries.push({ position: event.position.commit, stream: event.streamId, revision: event.revision, id: event.id });
  }
  await client.dispose();
  return entries;
}

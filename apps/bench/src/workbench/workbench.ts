import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Pool } from 'pg';
import { createPool, type EmbeddedPostgres, ensureDatabase, environmentOf, startEmbeddedPostgres } from '#libs/platform';
import { ChildProgram } from './child-program.js';

export interface BenchDatabase {
  readonly url: string;
  readonly pool: Pool;
}

export interface BenchEventStore {
  readonly url: string;
  /** The database it writes to. */
  readonly databaseUrl: string;
}

const CONNECTIONS = 80;
/** So small a run shows that benchmarks run and says nothing of speed: what it writes need not last, and ends without a checkpoint of every database. */
const SHOWS_NO_SPEED = 0.001;

/**
 * The machinery under the benchmarks: one embedded PostgreSQL with the durability of the product (but in a run that shows no speed), and databases, event stores and other processes on
 * it. What a part of the run opens through `within()` is closed with that part.
 */
export class Workbench {
  private readonly closers: (() => Promise<unknown> | void)[] = [];
  private static serial = 0;
  private closing: Promise<void> | null = null;

  private constructor(
    readonly scale: number,
    /** Gone after the run. */
    readonly folder: string,
    private readonly postgres: EmbeddedPostgres,
    private readonly programs: Set<ChildProgram>,
    private readonly kept: Map<string, Promise<unknown>>,
    private readonly root: Workbench | null,
  ) {}

  static async open(scale: number): Promise<Workbench> {
    const folder = mkdtempSync(join(tmpdir(), 'leadledger-bench-'));
    try {
      const postgres = await startEmbeddedPostgres({ dataDir: folder, volatile: scale <= SHOWS_NO_SPEED });
      const bench = new Workbench(scale, folder, postgres, new Set(), new Map(), null);
      bench.defer(() => rmSync(folder, { recursive: true, force: true }));
      bench.defer(() => postgres.stop());
      return bench;
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  within(): Workbench {
    return new Workbench(this.scale, this.folder, this.postgres, this.programs, this.kept, this.root ?? this);
  }

  /** What several benchmarks use: made once, closed at the end of the run. */
  keep<T>(name: string, make: (bench: Workbench) => Promise<T>): Promise<T> {
    const found = this.kept.get(name) as Promise<T> | undefined;
    if (found) return found;
    const made = make(this.root ?? this);
    this.kept.set(name, made);
    return made;
  }

  /** A size of the full run, as large as this run has it. */
  sized(full: number, least = 1): number {
    return Math.max(least, Math.round(full * this.scale));
  }

  /** Rounds of the full run; a small run has one. */
  rounds(full: number): number {
    return this.scale < 0.1 ? 1 : full;
  }

  defer(closer: () => Promise<unknown> | void): void {
    this.closers.push(closer);
  }

  /** May be called again, also while it is under way. */
  close(): Promise<void> {
    return (this.closing ??= this.closeAll());
  }

  private async closeAll(): Promise<void> {
    for (let closer = this.closers.pop(); closer; closer = this.closers.pop()) await closer();
  }

  async database(name: string): Promise<BenchDatabase> {
    const database = `${name}_${++Workbench.serial}`;
    await ensureDatabase(this.postgres.url('postgres'), database);
    const url = this.postgres.url(database);
    const pool = createPool(url, { name: 'bench', max: CONNECTIONS });
    this.defer(() => pool.end());
    return { url, pool };
  }

  /** The embedded event store in a process of its own, empty, on a database of its own. */
  async eventStore(): Promise<BenchEventStore> {
    const { url: databaseUrl } = await this.database('events');
    const program = await this.start(
      'event-store',
      environmentOf({ eventsDatabaseUrl: databaseUrl, eventStorePort: 0, logLevel: 'error' }),
    );
    return { url: program.url, databaseUrl };
  }

  /** A process of the product (`apps/<name>`). */
  start(name: 'event-store' | 'api' | 'projector' | 'worker', env: Readonly<Record<string, string>>): Promise<ChildProgram> {
    return this.startScript(new URL(`../../../${name}/src/main.js`, import.meta.url), env);
  }

  async startScript(script: URL, env: Readonly<Record<string, string>>): Promise<ChildProgram> {
    const program = await ChildProgram.start(script, env);
    this.programs.add(program);
    this.defer(async () => {
      this.programs.delete(program);
      await program.stop();
    });
    return program;
  }

  pids(): readonly number[] {
    return [...this.programs].map(({ pid }) => pid);
  }

  async postgresVersion(): Promise<string> {
    const pool = createPool(this.postgres.url('postgres'), { name: 'bench', max: 1 });
    try {
      const { rows } = await pool.query<{ server_version: string }>('show server_version');
      return rows[0]!.server_version;
    } finally {
      await pool.end();
    }
  }
}

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type DuckDBConnection } from '@duckdb/node-api';
import { GENESIS_DIGEST } from '#libs/contracts';
import { type EventFacts, factColumnNames } from './fact-columns.js';
import { factsOf } from './facts-of.js';
import { factsDdl, loadFacts } from './load-facts.js';
import { type LogEntry, type LogSource } from './log-source.port.js';
import { emptyProfile, type FactsProfile, type PartRecord, readManifest } from './manifest.js';
import { PartChecks } from './part-checks.js';
import { partsOfLog } from './parts-of-log.js';
import { positionedEvent } from './positioned-event.js';
import { addProfiles, profileOf } from './profile.js';
import { type EngineLimits, pagesOf, ReportEngine, type SqlRow } from './report-engine.js';
import { refuseTooLarge } from './too-large.js';

export interface FactStoreOptions extends EngineLimits {
  readonly source: LogSource;
}

/** The end of the log as the store has it. */
export interface FactsHead {
  readonly position: number;
  readonly digest: string;
}

const genesis: FactsHead = { position: 0, digest: GENESIS_DIGEST };

/**
 * The facts of the whole log as one view `facts`, and as `facts_up_to(position)`: the parts, and the tail that no part covers yet, loaded from the log
 * as it grows. Every report names its position, so a refresh between two queries of one report changes nothing.
 */
export class FactStore {
  private readonly checks: PartChecks;
  private parts: readonly PartRecord[] = [];
  private manifestSeen = '';
  private tailProfile = emptyProfile;
  private tailTo = 0;
  private head: FactsHead = genesis;
  private readonly tables = new Map<string, Promise<unknown>>();
  /** Refreshes run one after another. */
  private refreshing: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly engine: ReportEngine,
    private readonly options: FactStoreOptions,
  ) {
    this.checks = new PartChecks(options.folder);
  }

  static async open(options: FactStoreOptions): Promise<FactStore> {
    const engine = await ReportEngine.open(options);
    try {
      await engine.connection.run(factsDdl('tail'));
      const store = new FactStore(engine, options);
      await store.publishView([]);
      return store;
    } catch (error) {
      engine.close();
      throw error;
    }
  }

  /** Takes in what the log has by now. Throws 503 `FACTS.PART_LOST` or `FACTS.PART_ALTERED`, naming every such part. */
  async refresh(): Promise<FactsHead> {
    const next = this.refreshing.then(() => this.takeIn());
    this.refreshing = next.catch(() => undefined);
    return next;
  }

  /** What is there, so that a report does not look for what is not. */
  get profile(): FactsProfile {
    return this.parts.reduce((sum, part) => addProfiles(sum, part.profile), this.tailProfile);
  }

  /** When an event was recorded; null where there is none at the position. */
  async knownAt(position: number): Promise<string | null> {
    if (!Number.isSafeInteger(position)) return null;
    const [row] = await this.rows(`select known_at from facts where position = ${position}`);
    return row ? (row['known_at'] as Date).toISOString() : null;
  }

  rows(sql: string): Promise<SqlRow[]> {
    return this.engine.rows(sql);
  }

  /** A table beside the facts, made once: its name says what it holds. */
  async ensureTable(name: string, query: string): Promise<void> {
    const known = this.tables.get(name);
    const made = known ?? this.engine.rows(`create table if not exists ${name} as ${query}`);
    if (!known) this.tables.set(name, made);
    try {
      await made;
    } catch (error) {
      this.tables.delete(name);
      throw error;
    }
  }

  /** Rows in pages, for results of any length. */
  async *stream(sql: string): AsyncIterable<readonly SqlRow[]> {
    const connection = await this.engine.connect();
    try {
      yield* pagesOf(connection, sql);
    } catch (error) {
      refuseTooLarge(error);
    } finally {
      connection.closeSync();
    }
  }

  /** Several statements on one connection, so that they share temporary tables. */
  withConnection<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    return this.engine.withConnection(work);
  }

  close(): void {
    this.engine.close();
  }

  private async takeIn(): Promise<FactsHead> {
    await this.takeInParts();
    const head = await this.options.source.head();
    if (!(await this.isGrown(head))) {
      await this.beginAnew();
      return this.takeIn();
    }
    if (!head || head.position <= this.tailTo) return this.head;
    for await (const last of this.loadTail(this.tailTo, head.position)) {
      this.tailTo = last.position;
      this.head = { position: last.position, digest: last.digest };
    }
    return this.head;
  }

  /** Whether the log is still the one that was read. */
  private async isGrown(head: FactsHead | null): Promise<boolean> {
    if (this.tailTo === 0 || (head?.position === this.tailTo && head.digest === this.head.digest)) return true;
    return (await this.options.source.digestsAt([this.tailTo])).get(this.tailTo) === this.head.digest;
  }

  private async beginAnew(): Promise<void> {
    await this.engine.connection.run('delete from tail');
    await this.publishView([]);
    this.parts = [];
    this.manifestSeen = '';
    this.tailProfile = emptyProfile;
    this.tailTo = 0;
    this.head = genesis;
  }

  /** Puts what the log has after one position and up to another into the tail; the last entry of each page. */
  private async *loadTail(after: number, upTo: number): AsyncGenerator<LogEntry> {
    for await (const page of this.options.source.read(after, upTo)) {
      const rows: EventFacts[] = page.map((entry) => factsOf(positionedEvent(entry)));
      await loadFacts(this.engine.connection, 'tail', rows);
      this.tailProfile = addProfiles(this.tailProfile, profileOf(rows));
      yield page[page.length - 1]!;
    }
  }

  private async takeInParts(): Promise<void> {
    const stat = statSync(join(this.options.folder, 'manifest.ndjson'), { throwIfNoEntry: false });
    const seen = stat ? `${stat.ino} ${stat.size} ${stat.mtimeMs}` : '';
    const { folder, source } = this.options;
    const parts = seen === this.manifestSeen ? this.parts : (await partsOfLog(source, readManifest(folder))).parts;
    const losses = await this.checks.lossesAmong(parts);
    if (losses) throw losses;
    if (parts === this.parts) return;
    const last = parts[parts.length - 1];
    try {
      await this.publishView(parts, this.parts[this.parts.length - 1]?.to ?? 0);
    } catch (error) {
      throw (await this.checks.lossesAmong(parts)) ?? error;
    }
    if (last && last.to > this.tailTo) {
      this.tailTo = last.to;
      this.head = { position: last.to, digest: last.digest };
      this.tailProfile = emptyProfile;
    }
    this.parts = parts;
    this.manifestSeen = seen;
  }

  /** Where parts end before they did (their folder was begun anew), the tail takes in what they had. */
  private async publishView(parts: readonly PartRecord[], endedAt = 0): Promise<void> {
    const columns = factColumnNames.join(', ');
    const { connection } = this.engine;
    const last = parts[parts.length - 1]?.to ?? 0;
    const files = parts.map((part) => `'${join(this.options.folder, part.file).replaceAll("'", "''")}'`);
    const fromParts = files.length === 0 ? [] : [`select ${columns} from read_parquet([${files.join(', ')}])`];
    const fromTail = `select ${columns} from tail`;
    // Folded before the parts are read: where all of them are asked for, no row of theirs is looked at for its position.
    const upTo = [
      ...fromParts.map((parts) => `${parts} where ${last} <= until or position <= until`),
      `${fromTail} where position <= until`,
    ];
    await connection.run('begin');
    try {
      await connection.run(`delete from tail where position <= ${last}`);
      if (endedAt > last) for await (const _ of this.loadTail(last, endedAt));
      await connection.run(`create or replace view facts as ${[...fromParts, fromTail].join(' union all ')}`);
      await connection.run(`create or replace macro facts_up_to(until) as table ${upTo.join(' union all ')}`);
      await connection.run('commit');
    } catch (error) {
      // Left open, the failed transaction would refuse every report from here on.
      await connection.run('rollback');
      throw error;
    }
  }
}

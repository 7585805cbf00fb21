import { randomUUID } from 'node:crypto';
import { type DuckDBConnection, type DuckDBInstance } from '@duckdb/node-api';
import { makeFolder } from '#libs/platform';
import { refuseTooLarge } from './too-large.js';

export interface EngineLimits {
  /** The only folder the engine may read or write. */
  readonly folder: string;
  readonly threads: number;
  /** As DuckDB spells it: `512MB`. */
  readonly memoryLimit: string;
}

/** Folders of what engines could not hold in memory begin so; each engine has one of its own, and removes it where it is closed. */
export const SPILL = '.spill-';

export type SqlRow = Readonly<Record<string, unknown>>;

export const rowsOf = async (connection: DuckDBConnection, sql: string): Promise<SqlRow[]> =>
  (await connection.runAndReadAll(sql)).getRowObjectsJS();

/** Rows of a page. A row group of DuckDB has 48 of them: a page is read by one thread, which keeps its order. */
const PAGE = 2_560;
let listed = 0;

/**
 * The same in pages, for results of any length: held by the engine, in memory or on the disk. A page leaves it as one text of JSON, since to take a
 * text out of it costs more than to read what it says.
 */
export async function* pagesOf(connection: DuckDBConnection, sql: string): AsyncGenerator<readonly SqlRow[]> {
  const table = `listed_${++listed}`;
  await connection.run(`create temp table ${table} as select cast(to_json(each_row) as varchar) as line from (${sql}) each_row`);
  try {
    for (let from = 0; ; from += PAGE) {
      const page = `select concat('[', string_agg(line, ','), ']') as rows from ${table} where rowid >= ${from} and rowid < ${from + PAGE}`;
      const [{ rows } = { rows: '[]' }] = await rowsOf(connection, page);
      const read = JSON.parse(rows as string) as SqlRow[];
      if (read.length > 0) yield read;
      if (read.length < PAGE) return;
    }
  } finally {
    // Where the connection is of no use any more, the table went with it.
    await connection.run(`drop table ${table}`).catch(() => undefined);
  }
}

/**
 * An in-memory DuckDB that sees one folder and nothing else: no network, no other files, no extensions to load, settings locked. A `.duckdb` file
 * would be locked by one process; parts in a folder are read by as many as like. DuckDB itself is loaded by who opens the first one.
 */
export class ReportEngine {
  private constructor(
    private readonly instance: DuckDBInstance,
    readonly connection: DuckDBConnection,
  ) {}

  static async open({ folder, threads, memoryLimit }: EngineLimits): Promise<ReportEngine> {
    makeFolder(folder);
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const instance = await DuckDBInstance.create(':memory:', { threads: String(threads), memory_limit: memoryLimit });
    const connection = await instance.connect();
    const quoted = folder.replaceAll("'", "''");
    // Files in it have the same names in every engine.
    const spill = `${quoted}/${SPILL}${randomUUID()}`;
    for (const setting of [
      `set temp_directory = '${spill}'`,
      `set allowed_directories = ['${quoted}']`,
      'set autoinstall_known_extensions = false',
      'set autoload_known_extensions = false',
      'set enable_external_access = false',
      'set preserve_insertion_order = true',
      'set lock_configuration = true',
    ])
      await connection.run(setting);
    return new ReportEngine(instance, connection);
  }

  connect(): Promise<DuckDBConnection> {
    return this.instance.connect();
  }

  /** A connection of its own: queries of different reports do not wait for one another. */
  async withConnection<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const connection = await this.connect();
    try {
      return await work(connection);
    } catch (error) {
      return refuseTooLarge(error);
    } finally {
      connection.closeSync();
    }
  }

  async rows(sql: string): Promise<SqlRow[]> {
    return this.withConnection((connection) => rowsOf(connection, sql));
  }

  close(): void {
    this.connection.closeSync();
    this.instance.closeSync();
  }
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Engine from '@duckdb/node-api';
import { readSql } from '#libs/platform';

/** A row on its way to its case. `cells` is the JSON of its cells; `joins` the keys of the rows to be joined to it. */
export interface SortedInput {
  readonly section: number;
  readonly source: string;
  readonly lead: string;
  readonly order: string;
  readonly row: number;
  readonly line: number;
  readonly rowKey: string;
  readonly cells: string;
  readonly joins: readonly (string | null)[];
}

export interface SortedRow {
  readonly section: number;
  readonly source: string;
  readonly lead: string;
  readonly row: number;
  readonly line: number;
  readonly rowKey: string;
  readonly cells: string;
  /** The JSON of the joined rows' cells, null where none fits. */
  readonly joined: readonly (string | null)[];
}

export interface JoinedInput {
  /** Which file is joined: its place among the joined files. */
  readonly table: number;
  readonly key: string;
  readonly row: number;
  readonly line: number;
  readonly cells: string;
}

const chunkRows = 2048;

/**
 * Sorts and joins rows out of core, in a DuckDB of its own that spills to a folder for temporary files: memory stays within the limit given,
 * whatever the files hold. `close` removes everything, also after a failure.
 */
export class Sorter {
  private constructor(
    private readonly folder: string,
    private readonly instance: Engine.DuckDBInstance,
    private readonly connection: Engine.DuckDBConnection,
    private readonly joins: number,
    private readonly rows: Batch,
    private readonly joinedRows: Batch,
  ) {}

  /** `joins`: the largest number of files joined to one file. */
  static async open(joins: number, memoryLimitMb = 256): Promise<Sorter> {
    const folder = await mkdtemp(join(tmpdir(), 'leadledger-import-'));
    const duckdb = await import('@duckdb/node-api');
    const { DOUBLE, DuckDBInstance, INTEGER, VARCHAR } = duckdb;
    const instance = await DuckDBInstance.create(':memory:', {
      threads: '2',
      memory_limit: `${memoryLimitMb}MB`,
      temp_directory: join(folder, 'spill'),
      preserve_insertion_order: 'false',
    });
    const connection = await instance.connect();
    const joinColumns = Array.from({ length: joins }, (_, index) => `, join${index} varchar`).join('');
    await connection.run(`${readSql(import.meta.url, './row-table.sql').replace('/* join keys */', joinColumns)}`);
    await connection.run(readSql(import.meta.url, './joined-table.sql'));
    const row = [INTEGER, VARCHAR, VARCHAR, VARCHAR, DOUBLE, DOUBLE, VARCHAR, VARCHAR, ...Array.from({ length: joins }, () => VARCHAR)];
    const joined = [INTEGER, VARCHAR, DOUBLE, DOUBLE, VARCHAR];
    return new Sorter(
      folder,
      instance,
      connection,
      joins,
      new Batch(duckdb, await connection.createAppender('row'), row),
      new Batch(duckdb, await connection.createAppender('joined'), joined),
    );
  }

  add(input: SortedInput): void {
    const joins = Array.from({ length: this.joins }, (_, index) => input.joins[index] ?? null);
    this.rows.add([input.section, input.source, input.lead, input.order, input.row, input.line, input.rowKey, input.cells, ...joins]);
  }

  addJoined(input: JoinedInput): void {
    this.joinedRows.add([input.table, input.key, input.row, input.line, input.cells]);
  }

  /** Ends the input. Later rows of a joined file with a key that an earlier row has are taken out and named, and so are rows whose key is not their own. */
  async seal(): Promise<{
    repeatedJoined: { table: number; row: number; line: number }[];
    repeated: { section: number; row: number; line: number }[];
  }> {
    this.rows.close();
    this.joinedRows.close();
    const repeatedJoined = await this.all<{ table: number; row: number; line: number }>(
      readSql(import.meta.url, './take-repeated-joined.sql'),
    );
    const repeated = await this.all<{ section: number; row: number; line: number }>(readSql(import.meta.url, './take-repeated-rows.sql'));
    return { repeatedJoined, repeated };
  }

  /** The rows by source, lead, section, order and row of the file. `joinedTables`: by section, which joined file each of its joins means. */
  async *sorted(joinedTables: readonly (readonly number[])[]): AsyncGenerator<SortedRow[]> {
    const joins = Array.from({ length: this.joins }, (_, index) => {
      const tables = joinedTables.map((ofSection, section) => `when ${section} then ${ofSection[index] ?? -1}`).join(' ');
      return `left join joined j${index} on j${index}.key = r.join${index} and j${index}.tbl = case r.section ${tables} else -1 end`;
    });
    const cells = Array.from({ length: this.joins }, (_, index) => `, j${index}.cells`).join('');
    const result = await this.connection.stream(
      `select r.section, r.source, r.lead, r.file_row, r.line, r.row_key, r.cells${cells} from row r ${joins.join(' ')} order by r.source, r.lead, r.section, r.order_key, r.file_row`,
    );
    for (;;) {
      const chunk = await result.fetchChunk();
      if (!chunk || chunk.rowCount === 0) return;
      const columns = Array.from({ length: chunk.columnCount }, (_, index) => chunk.getColumnValues(index));
      yield Array.from({ length: chunk.rowCount }, (_, at) => ({
        section: columns[0]![at] as number,
        source: columns[1]![at] as string,
        lead: columns[2]![at] as string,
        row: columns[3]![at] as number,
        line: columns[4]![at] as number,
        rowKey: columns[5]![at] as string,
        cells: columns[6]![at] as string,
        joined: columns.slice(7).map((column) => column[at] as string | null),
      }));
    }
  }

  /** How many leads there are; after `seal`. */
  async leads(): Promise<number> {
    const [row] = await this.all<{ leads: bigint }>('select count(*) as leads from (select distinct source, lead from row)');
    return Number(row!.leads);
  }

  async close(): Promise<void> {
    this.connection.closeSync();
    this.instance.closeSync();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async all<T>(sql: string): Promise<T[]> {
    return (await this.connection.runAndReadAll(sql)).getRowObjectsJS() as T[];
  }
}

/** Rows gathered by column, appended a chunk at a time. */
class Batch {
  private columns: unknown[][];
  constructor(
    private readonly duckdb: typeof Engine,
    private readonly appender: Engine.DuckDBAppender,
    private readonly types: readonly Engine.DuckDBType[],
  ) {
    this.columns = types.map(() => []);
  }

  add(values: readonly unknown[]): void {
    for (let index = 0; index < values.length; index++) this.columns[index]!.push(values[index]);
    if (this.columns[0]!.length === chunkRows) this.append();
  }

  close(): void {
    if (this.columns[0]!.length > 0) this.append();
    this.appender.closeSync();
  }

  private append(): void {
    const chunk = this.duckdb.DuckDBDataChunk.create(this.types, this.columns[0]!.length);
    chunk.setColumns(this.columns as string[][]);
    this.appender.appendDataChunk(chunk);
    this.columns = this.types.map(() => []);
  }
}

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

export interface Limits {
  readonly threads: number;
  readonly memoryLimit: string;
}

/** A DuckDB of its own over the same parts, with the same threads and memory as the product's. */
export class DuckdbByHand {
  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
  ) {}

  static async open(folder: string, { threads, memoryLimit }: Limits): Promise<DuckdbByHand> {
    const instance = await DuckDBInstance.create(':memory:', { threads: String(threads), memory_limit: memoryLimit });
    const connection = await instance.connect();
    const files = readdirSync(folder).filter((name) => name.startsWith('part-'));
    const list = files.map((name) => `'${join(folder, name).replaceAll("'", "''")}'`).join(', ');
    await connection.run(`create view facts as select * from read_parquet([${list}])`);
    return new DuckdbByHand(instance, connection);
  }

  async rows(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    return (await this.connection.runAndReadAll(sql)).getRowObjectsJS();
  }

  close(): void {
    this.connection.closeSync();
    this.instance.closeSync();
  }
}

import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { databaseProblem } from './database-problem.js';

export interface Migrations {
  readonly url: string;
  /** Whose migrations: each owner has its own sequence, kept in `migrations.<name>`. */
  readonly name: string;
  /** Folder with `0001_what.sql` files (`new URL('./migrations/', import.meta.url)`), each starting with `-- Up Migration`. */
  readonly folder: URL;
}

/**
 * Brings a database to the present shape. Each file runs once, all in one transaction; processes that start at the same time wait for one
 * another (advisory lock). A file that failed leaves nothing behind.
 */
export async function migrate({ url, name, folder }: Migrations): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 15_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await runner({
      dbClient: client,
      dir: fileURLToPath(folder),
      direction: 'up',
      migrationsSchema: 'migrations',
      createMigrationsSchema: true,
      migrationsTable: name,
      advisoryLockMode: 'wait',
      log: () => undefined,
    });
  } catch (error) {
    throw databaseProblem(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { databaseProblem } from './database-problem.js';
import { createPool } from './pool.js';

export type Migrations = {
  /** Whose migrations: each owner has its own sequence, kept in `migrations.<name>`. */
  readonly name: string;
  /** Folder with `0001_what.sql` files (`new URL('./migrations/', import.meta.url)`), each starting with `-- Up Migration`. */
  readonly folder: URL;
} & ({ readonly pool: pg.Pool } | { readonly url: string });

/**
 * Brings a database to the present shape. Each file runs once, all in one transaction; processes that start at the same time wait for one
 * another (advisory lock). A file that failed leaves nothing behind.
 */
export async function migrate(migrations: Migrations): Promise<void> {
  if ('pool' in migrations) return migrateOn(migrations.pool, migrations);
  const pool = createPool(migrations.url, { name: 'migrations', max: 1 });
  try {
    await migrateOn(pool, migrations);
  } finally {
    await pool.end();
  }
}

async function migrateOn(pool: pg.Pool, { name, folder }: Migrations): Promise<void> {
  const { runner } = await import('node-pg-migrate');
  const client = await pool.connect();
  let failed = true;
  try {
    await runner({
      dbClient: client,
      dir: fileURLToPath(folder),
      direction: 'up',
      migrationsSchema: 'migrations',
      createMigrationsSchema: true,
      migrationsTable: name,
      advisoryLockMode: 'wait',
      singleTransaction: true,
      log: () => undefined,
    });
    failed = false;
  } catch (error) {
    throw databaseProblem(error);
  } finally {
    // A failed run may leave a lock or a transaction behind: then the connection goes with it.
    client.release(failed);
  }
}

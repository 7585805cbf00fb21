import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { createPool, ensureDatabase } from '#libs/platform';

export interface TestDatabase {
  readonly url: string;
  readonly pool: pg.Pool;
  /** Closes the pool and drops the database, whoever is still connected. Call it in `afterAll`. */
  drop(): Promise<void>;
}

/** A fresh, empty database on the PostgreSQL of this test run. */
export async function testDatabase(name = 'test'): Promise<TestDatabase> {
  const admin = process.env['TEST_DATABASE_URL'];
  if (!admin) throw new Error('TEST_DATABASE_URL is not set: run the tests through Jest with its global setup');
  const database = `${name}_${randomBytes(6).toString('hex')}`;
  await ensureDatabase(admin, database);
  const url = new URL(admin);
  url.pathname = `/${database}`;
  const pool = createPool(url.href, { name: 'test', max: 10 });
  return {
    url: url.href,
    pool,
    drop: async () => {
      await pool.end();
      const client = new pg.Client({ connectionString: admin });
      await client.connect();
      await client.query(`drop database if exists ${client.escapeIdentifier(database)} with (force)`);
      await client.end();
    },
  };
}

import pg from 'pg';
import { databaseProblem } from './database-problem.js';

const DUPLICATE = new Set(['42P04', '23505']);

/** Creates the database of this name on the server of `adminUrl` unless it is there. Two callers at once are fine. */
export async function ensureDatabase(adminUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 15_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)} template template0`);
  } catch (error) {
    if (!DUPLICATE.has((error as { code?: string }).code ?? '')) throw databaseProblem(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

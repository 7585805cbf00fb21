import { createReadStream, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { from } from 'pg-copy-streams';
import { type Pool } from 'pg';
import { readSql } from '#libs/platform';
import { type Workbench } from '../workbench/workbench.js';
import { type DuckdbByHand } from './duckdb-by-hand.js';

const COLUMNS =
  'position, type, subject, revision, start_at, inquiry, source, channel, valid_contact_points, direction, outcome, automatic';
/** As much as the product gives DuckDB to sort and hash in. */
const MEMORY = '256MB';

/** The same facts as a table of PostgreSQL, indexed and analysed. */
export async function postgresFacts(bench: Workbench, duckdb: DuckdbByHand): Promise<Pool> {
  const { pool, url } = await bench.database('facts');
  const file = join(bench.folder, 'facts.csv');
  await duckdb.rows(`copy (select ${COLUMNS} from facts order by position) to '${file.replaceAll("'", "''")}' (format csv, header false)`);
  const client = await pool.connect();
  try {
    await client.query(readSql(import.meta.url, './facts-table.sql'));
    await pipeline(createReadStream(file), client.query(from(`copy facts (${COLUMNS}) from stdin (format csv)`)));
    await client.query('create index on facts (type, start_at)');
    await client.query('create index on facts (subject, type)');
    await client.query('vacuum analyze facts');
    await client.query(`alter database ${new URL(url).pathname.slice(1)} set work_mem = '${MEMORY}'`);
  } finally {
    client.release(true);
    rmSync(file);
  }
  return pool;
}

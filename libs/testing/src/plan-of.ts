import { type Pool } from 'pg';

/**
 * How PostgreSQL would answer a statement where it may read a table whole only for want of an index: what it still reads whole has none by which it
 * could do otherwise. For tests of plans, whose tables are small.
 */
export async function planOf(pool: Pool, sql: string, values: readonly unknown[]): Promise<string> {
  const client = await pool.connect();
  try {
    await client.query('begin; set local enable_seqscan = off; set local enable_hashjoin = off; set local enable_mergejoin = off');
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain ${sql}`, [...values]);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  } finally {
    await client.query('rollback');
    client.release();
  }
}

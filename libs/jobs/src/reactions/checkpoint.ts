import { type Pool } from 'pg';

/** Where a reaction begins that has never run: with the first event of the log, or with what comes after now. */
export type Since = 'start' | 'now';

/** Position up to which the spine stands: what lies behind it is not numbered yet. */
async function spineHead(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ position: string }>({
    name: 'reactions-head',
    text: `select position from read.checkpoint where name = 'spine'`,
  });
  return Number(rows[0]?.position ?? 0);
}

/**
 * Where the spine stands, and whether it has a stream whose name begins so; `beginning` ends with "-". Unique index on (stream, revision), whose
 * collation is "C".
 */
export async function spineWith(pool: Pool, beginning: string): Promise<{ readonly head: number; readonly there: boolean }> {
  const { rows } = await pool.query<{ position: string; there: boolean }>({
    name: 'spine-with',
    text: `select position, exists (select from read.log_entry where stream >= $1 and stream < $2) as there from read.checkpoint where name = 'spine'`,
    values: [beginning, `${beginning.slice(0, -1)}.`],
  });
  return { head: Number(rows[0]?.position ?? 0), there: rows[0]?.there ?? false };
}

export async function readCheckpoint(pool: Pool, name: string, since: Since): Promise<number> {
  const first = since === 'start' ? 0 : await spineHead(pool);
  await pool.query('insert into worker.checkpoint (name, position) values ($1, $2) on conflict (name) do nothing', [name, first]);
  const { rows } = await pool.query<{ position: string }>('select position from worker.checkpoint where name = $1', [name]);
  return Number(rows[0]!.position);
}

/** Never back: of two runners that were leaders one after the other, the one further on stands. */
export async function writeCheckpoint(pool: Pool, name: string, position: number): Promise<void> {
  await pool.query({
    name: 'advance-reaction',
    text: `update worker.checkpoint set position = greatest(position, $2), advanced_at = now(), trouble = null, troubled_since = null
            where name = $1`,
    values: [name, position],
  });
}

export async function writeTrouble(pool: Pool, name: string, trouble: string): Promise<void> {
  await pool.query('update worker.checkpoint set trouble = $2, troubled_since = coalesce(troubled_since, now()) where name = $1', [
    name,
    trouble,
  ]);
}

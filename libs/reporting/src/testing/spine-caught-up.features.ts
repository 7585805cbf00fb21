import { type Pool } from 'pg';
import { type EventLog } from '#libs/event-store';

/** Resolves when the spine has the whole log. */
export async function spineCaughtUp(log: EventLog, pool: Pool): Promise<void> {
  let length = 0;
  for await (const _ of log.readAll()) length++;
  for (let tries = 0; tries < 400; tries++) {
    const { rows } = await pool
      .query<{ n: string }>(`select coalesce(max(position), 0) as n from read.log_entry`)
      .catch(() => ({ rows: [{ n: '-1' }] }));
    if (Number(rows[0]!.n) >= length) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('The spine does not catch up');
}

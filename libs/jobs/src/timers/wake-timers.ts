import { type Pool } from 'pg';

/** Makes timers of a kind that wait (their rule was off) be asked again at the next tick. */
export async function wakeTimers(pool: Pool, kinds: readonly string[]): Promise<void> {
  await pool.query(`update worker.timer_claim set leased_until = '-infinity' where kind = any ($1) and failures = 0`, [kinds]);
}

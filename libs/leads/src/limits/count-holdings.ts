import { type CountHoldings } from '#libs/dispatch';
import { ProblemError, readSql, unavailable } from '#libs/platform';
import { waitForPosition } from '#libs/projections';
import { type Pool } from 'pg';

/** Every other cause is an assignment: by hand, or by the policy it names. */
const PURPOSES: Readonly<Record<string, 'claim' | 'transfer'>> = { claim: 'claim', transfer: 'transfer' };

/** Counts what a rep has from the ownership table, once it has reached a command. Errors: 503 `LIMITS.NOT_COUNTED_YET` after `timeoutMs`. */
export const countHoldings =
  (pool: Pool, timeoutMs: number): CountHoldings =>
  async (rep, since, token) => {
    await waitForPosition(pool, token, timeoutMs).catch((error: unknown) => {
      if (!(error instanceof ProblemError) || error.status !== 504) throw error;
      throw unavailable(
        'LIMITS.NOT_COUNTED_YET',
        `The first limit of ${rep} needs a count of its leads, and the read models lag behind; send the command again with the same id`,
      );
    });
    const { rows } = await pool.query<{ lead: string; cause: string; pool: string | null; taken: boolean; held: boolean; head: string }>({
      name: 'count-holdings',
      text: readSql(import.meta.url, './count-holdings.sql'),
      values: [rep, since],
    });
    return {
      position: Number(rows[0]?.head ?? 0),
      leadIds: rows.filter(({ held }) => held).map(({ lead }) => lead),
      taken: rows
        .filter(({ taken }) => taken)
        .map(({ lead, cause, pool: from }) => ({ leadId: lead, purpose: PURPOSES[cause] ?? 'assignment', pool: from })),
    };
  };

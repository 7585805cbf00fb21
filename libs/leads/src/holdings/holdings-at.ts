import { readSql } from '#libs/platform';
import { asOf, type ClockQuery, clockValues, saidClocks } from '../queries/as-of.js';
import { type ReadContext } from '../queries/owner-at.js';

export interface Holding {
  readonly holder: 'person' | 'team' | 'pool' | 'unknown';
  readonly holderId: string | null;
  /** The team these periods count for. */
  readonly team: string | null;
  readonly leads: number;
}

/** The manager's totals: live leads by holder and team. They are the sum of all queues and pools at the same moment. */
export async function holdingsAt({ pool, now }: ReadContext, query: ClockQuery = {}) {
  const moment = await asOf(pool, query, now);
  const { rows } = await pool.query<{ holder_kind: Holding['holder']; holder_id: string | null; team: string | null; leads: number }>({
    name: 'holdings-at',
    text: readSql(import.meta.url, './holdings-at.sql'),
    values: [...clockValues(moment)],
  });
  const holdings: Holding[] = rows.map((row) => ({ holder: row.holder_kind, holderId: row.holder_id, team: row.team, leads: row.leads }));
  return { ...saidClocks(moment), live: holdings.reduce((sum, { leads }) => sum + leads, 0), holdings };
}

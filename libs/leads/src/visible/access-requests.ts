import { readSql } from '#libs/platform';
import { type Pool } from 'pg';

export interface AccessRequestLine {
  readonly request: string;
  readonly lead: string;
  readonly rep: string;
  /** The mode that kept the lead from the rep, with its version. */
  readonly mode: string;
  readonly reason: string;
  readonly requestedAt: string;
  readonly granted: boolean | null;
  readonly until: string | null;
  readonly decidedAt: string | null;
  readonly decidedBy: string | null;
}

/** Requests of a time, the latest first; `from` inclusive, `to` exclusive, ISO; `open`: only those that nobody has decided. */
export async function accessRequests(
  pool: Pool,
  { from, to, open }: { readonly from?: string; readonly to?: string; readonly open?: boolean },
): Promise<readonly AccessRequestLine[]> {
  const { rows } = await pool.query<AccessRequestLine>({
    name: 'access-requests',
    text: readSql(import.meta.url, './access-requests.sql'),
    values: [from ?? null, to ?? null, open ?? false],
  });
  return rows;
}

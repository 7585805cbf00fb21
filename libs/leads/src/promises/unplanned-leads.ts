import { readSql } from '#libs/platform';
import { type ReadContext } from '../queries/owner-at.js';

/** An open lead that somebody followed up on, and of which nobody said what is next. */
export interface UnplannedLead {
  readonly lead: string;
  readonly externalId: string | null;
  readonly owner: string | null;
  readonly team: string | null;
  readonly stage: string | null;
  readonly lastFollowUp: { readonly at: { readonly value: string | null }; readonly type: string; readonly by: string | null };
  readonly idleSince: string | null;
}

/** Leads without next action, disposition or waiting after a follow-up, as known now; idle longest first. */
export async function unplannedLeads(
  { pool }: Pick<ReadContext, 'pool'>,
  of: { readonly owner?: string; readonly team?: string } = {},
): Promise<UnplannedLead[]> {
  const { rows } = await pool.query<UnplannedLead>(readSql(import.meta.url, './unplanned-leads.sql'), [of.owner ?? null, of.team ?? null]);
  return rows;
}

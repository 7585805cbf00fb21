import { ProblemError } from '#libs/platform';
import { type ReadContext } from '../queries/owner-at.js';
import { resolveLeadRef } from '../queries/resolve-lead-ref.js';

/** Whether somebody has an open lead of a customer: no name, no number of leads, no id. `customer`: `phone:…`, `email:…` or `source:external-id`. */
export async function isCustomerOwned(
  context: ReadContext,
  customer: string,
): Promise<{ readonly known: boolean; readonly owned: boolean }> {
  const leads = await resolveLeadRef(context.pool, customer, context.contacts).then(
    (named) => named.leads,
    (error: unknown) => {
      if (error instanceof ProblemError && error.status === 404) return [];
      throw error;
    },
  );
  const { rows } = await context.pool.query<{ owned: boolean }>(
    `select exists (select from read.lead where lead = any ($1) and status = 'open' and owner is not null) as owned`,
    [leads],
  );
  return { known: leads.length > 0, owned: rows[0]!.owned };
}

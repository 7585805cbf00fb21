import { notFound } from '#libs/platform';
import { type LeadCard } from '../lead-card/lead-card.js';
import { type AsOf, asOf, type ClockQuery } from '../queries/as-of.js';
import { type ReadContext } from '../queries/owner-at.js';
import { heldLeads } from './held-leads.js';

/** Cards of the live leads a rep owned at an instant, in the order of lead ids. Errors: 404 `REP.NOT_FOUND`, 422 of `asOf`. */
export async function portfolioAt(
  context: ReadContext,
  rep: string,
  query: ClockQuery = {},
): Promise<{ moment: AsOf; cards: readonly LeadCard[] }> {
  const moment = await asOf(context.pool, query, context.now);
  const cards = await heldLeads(context.pool, 'person', rep, moment);
  if (cards.length === 0) await assertRep(context, rep);
  return { moment, cards };
}

async function assertRep({ pool }: ReadContext, rep: string): Promise<void> {
  const { rows } = await pool.query<{ known: boolean }>(
    `select exists (select from read.rep where rep = $1)
         or exists (select from read.ownership_period where holder_kind = 'person' and holder_id = $1) as known`,
    [rep],
  );
  if (!rows[0]!.known) throw notFound('REP.NOT_FOUND', `There is no rep “${rep}”`);
}

import { notFound } from '#libs/platform';
import { heldLeads } from '../holdings/held-leads.js';
import { INTAKE_POOL } from '../intake-pool.js';
import { inWords } from '../rep-queue/in-words.js';
import { asOf, type ClockQuery, saidClocks } from '../queries/as-of.js';
import { type ReadContext } from '../queries/owner-at.js';

/**
 * The live leads of a pool at an instant, those that wait longest first, each with how long. Errors: 404 `POOL.NOT_FOUND`, 422 of `asOf`.
 */
export async function poolAt(context: ReadContext, poolId: string, query: ClockQuery = {}) {
  const moment = await asOf(context.pool, query, context.now);
  const cards = await heldLeads(context.pool, 'pool', poolId, moment);
  if (cards.length === 0) await assertPool(context, poolId);
  const waiting = [...cards].sort(
    (a, b) => (a.order.heldSince ?? -Infinity) - (b.order.heldSince ?? -Infinity) || (a.lead < b.lead ? -1 : 1),
  );
  return {
    pool: poolId,
    ...saidClocks(moment),
    rows: waiting.map((card, index) => {
      const waited = card.order.heldSince === null ? null : moment.atMs - card.order.heldSince;
      return {
        rank: index + 1,
        because: `Waits in the pool for ${waited === null ? 'an unknown time' : inWords(waited)}`,
        lead: card.lead,
        externalId: card.externalId,
        team: card.team,
        since: card.heldSince.value,
        sincePrecision: card.heldSince.precision,
        origin: card.origin,
        inquiries: card.inquiries,
        untouched: card.untouched,
        waitingSeconds: waited === null ? null : Math.floor(waited / 1_000),
      };
    }),
  };
}

async function assertPool({ pool }: ReadContext, poolId: string): Promise<void> {
  if (poolId === INTAKE_POOL) return;
  const { rows } = await pool.query<{ known: boolean }>(
    `select exists (select from read.pool where pool = $1)
         or exists (select from read.ownership_period where holder_kind = 'pool' and holder_id = $1) as known`,
    [poolId],
  );
  if (!rows[0]!.known) throw notFound('POOL.NOT_FOUND', `There is no pool “${poolId}”`);
}

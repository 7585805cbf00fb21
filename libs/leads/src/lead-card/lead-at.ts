import { readSql } from '#libs/platform';
import { type Pool } from 'pg';
import { cardsAt } from '../holdings/cards-at.js';
import { type AsOf, asOf, type ClockQuery, saidClocks } from '../queries/as-of.js';
import { nobody, type ReadContext } from '../queries/owner-at.js';
import { resolveLeadRef } from '../queries/resolve-lead-ref.js';

/** One lead at an instant, with the revision of its stream as known then. Idle time counts from follow-ups, in wall-clock seconds. Errors: as `ownerAt`. */
export async function leadAt(context: ReadContext, ref: string, query: ClockQuery = {}) {
  const moment = await asOf(context.pool, query, context.now);
  const { leads } = await resolveLeadRef(context.pool, ref, context.contacts, query);
  const streams = leads.map((lead) => `lead-${lead}`);
  const cards = await cardsAt(context.pool, streams, moment);
  if (cards.size === 0) throw await nobody(context.pool, ref, leads, moment);
  const revisions = await revisionsAt(context.pool, streams, moment);
  const found = [...cards.values()].map((card) => ({
    ...card,
    ...saidClocks(moment),
    revision: revisions.get(`lead-${card.lead}`),
    live: card.status === 'open',
    idleSeconds: card.order.idleSince === null ? null : Math.max(0, Math.floor((moment.atMs - card.order.idleSince) / 1_000)),
  }));
  return found.length === 1 ? found[0]! : found;
}

async function revisionsAt(
  pool: Pool,
  streams: readonly string[],
  { knownAt, position, head }: AsOf,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await pool.query<{ stream: string; revision: string }>({
    name: 'lead-revisions',
    text: readSql(import.meta.url, './lead-revisions.sql'),
    values: [streams, position ?? head, knownAt],
  });
  return new Map(rows.map(({ stream, revision }) => [stream, Number(revision)]));
}

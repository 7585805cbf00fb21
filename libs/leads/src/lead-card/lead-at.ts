import { cardsAt } from '../holdings/cards-at.js';
import { asOf, type ClockQuery, saidClocks } from '../queries/as-of.js';
import { nobody, type ReadContext } from '../queries/owner-at.js';
import { resolveLeadRef } from '../queries/resolve-lead-ref.js';

/** One lead at an instant. Idle time counts from follow-ups, in wall-clock seconds. Errors: as `ownerAt`. */
export async function leadAt(context: ReadContext, ref: string, query: ClockQuery = {}) {
  const moment = await asOf(context.pool, query, context.now);
  const { leads } = await resolveLeadRef(context.pool, ref, context.contacts);
  const cards = await cardsAt(
    context.pool,
    leads.map((lead) => `lead-${lead}`),
    moment,
  );
  if (cards.size === 0) throw await nobody(context.pool, ref, leads, moment);
  const found = [...cards.values()].map((card) => ({
    ...card,
    ...saidClocks(moment),
    live: card.status === 'open',
    idleSeconds: card.order.idleSince === null ? null : Math.max(0, Math.floor((moment.atMs - card.order.idleSince) / 1_000)),
  }));
  return found.length === 1 ? found[0]! : found;
}

import { coveredBy } from '#libs/dispatch';
import { heldLeads } from '../holdings/held-leads.js';
import { portfolioAt } from '../holdings/portfolio-at.js';
import { type ClockQuery, saidClocks } from '../queries/as-of.js';
import { type ReadContext } from '../queries/owner-at.js';
import { REP_QUEUE_ORDERING, repQueue } from './rep-queue.js';

/**
 * The queue of a rep as of any instant, known time or position, with the reason of each place. Due work of those whom the rep covers stands in
 * it too, marked by `coverFor`; it counts for the queue of its owner, where it also stands. Errors: as `portfolioAt`.
 */
export async function repQueueAt(context: ReadContext, rep: string, query: ClockQuery = {}) {
  const { moment, cards } = await portfolioAt(context, rep, query);
  const covered = await coveredBy(context.pool, rep, moment.atMs, moment);
  const covers = await Promise.all(
    covered.map(async (absent) => ({ ...absent, cards: await heldLeads(context.pool, 'person', absent.rep, moment) })),
  );
  return {
    rep,
    ...saidClocks(moment),
    ordering: REP_QUEUE_ORDERING,
    rows: repQueue(cards, moment.atMs, covers).map(({ rank, because, group, card, coverFor }) => ({
      rank,
      because,
      group,
      coverFor,
      lead: card.lead,
      externalId: card.externalId,
      team: card.team,
      stage: card.stage,
      since: card.heldSince.value,
      nextAction: card.nextAction,
      waitingFor: card.waitingFor,
      slas: card.slas.filter(({ state }) => state === 'running' || state === 'breached' || state === 'paused'),
      recycleDueAt: card.recycleDueAt,
      lastFollowUp: card.lastFollowUp,
      untouched: card.untouched,
      untouchedByOwner: card.untouchedByOwner,
      idleSeconds: secondsSince(card.order.idleSince, moment.atMs),
      ordering: REP_QUEUE_ORDERING,
    })),
  };
}

/** Wall-clock seconds; null where the beginning is not known. */
const secondsSince = (from: number | null, at: number): number | null =>
  from === null ? null : Math.max(0, Math.floor((at - from) / 1_000));

import { workingMs } from '#libs/calendar';
import { knownPeople } from '#libs/dispatch';
import { readSql } from '#libs/platform';
import { type Pool } from 'pg';
import { type SlaCalendars, slaCalendars } from '../sla/sla-calendars.js';
import { type LeadCard } from './lead-card.js';
import { cardsAt } from '../holdings/cards-at.js';
import { type AsOf, asOf, type ClockQuery, saidClocks } from '../queries/as-of.js';
import { nobody, type ReadContext } from '../queries/owner-at.js';
import { resolveLeadRef } from '../queries/resolve-lead-ref.js';

/**
 * One lead at an instant, with the revision of its stream as known then. Idle time counts from follow-ups, in wall-clock and in working seconds
 * (of the calendar of whoever has the lead, in each version at its time). Errors: as `ownerAt`.
 */
export async function leadAt(context: ReadContext, ref: string, query: ClockQuery = {}) {
  const moment = await asOf(context.pool, query, context.now);
  const { leads } = await resolveLeadRef(context.pool, ref, context.contacts, query);
  const streams = leads.map((lead) => `lead-${lead}`);
  const cards = await cardsAt(context.pool, streams, moment);
  if (cards.size === 0) throw await nobody(context.pool, ref, leads, moment);
  const revisions = await revisionsAt(context.pool, streams, moment);
  const calendars = slaCalendars(knownPeople(context.pool, moment), 'UTC');
  const answer = async (card: LeadCard) => ({
    ...card,
    ...saidClocks(moment),
    revision: revisions.get(`lead-${card.lead}`),
    live: card.status === 'open',
    idleSeconds: card.order.idleSince === null ? null : Math.max(0, Math.floor((moment.atMs - card.order.idleSince) / 1_000)),
    idleWorkingSeconds: await idleWorkingSeconds(calendars, card, moment.atMs),
  });
  const found = await Promise.all([...cards.values()].map(answer));
  return found.length === 1 ? found[0]! : found;
}

/** Null where nobody knows since when. Without a calendar every hour counts. */
async function idleWorkingSeconds(calendars: SlaCalendars, { order, holder, team }: LeadCard, at: number): Promise<number | null> {
  if (order.idleSince === null) return null;
  const { calendar } = await calendars.of({ kind: 'holder' }, holder, team, at);
  return Math.floor(workingMs(calendar, Math.min(order.idleSince, at), at) / 1_000);
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

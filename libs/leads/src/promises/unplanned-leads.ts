import { readSql } from '#libs/platform';
import { cardsAt } from '../holdings/cards-at.js';
import { type FollowUpMark, type LeadCard } from '../lead-card/lead-card.js';
import { asOf, type ClockQuery, clockValues } from '../queries/as-of.js';
import { type ReadContext } from '../queries/owner-at.js';

/** An open lead that somebody followed up on, and of which nobody said what is next. */
export interface UnplannedLead {
  readonly lead: string;
  readonly externalId: string | null;
  readonly owner: string | null;
  readonly team: string | null;
  readonly stage: string | null;
  readonly lastFollowUp: FollowUpMark;
  readonly idleSince: string | null;
}

/** Leads without next action, disposition or waiting after a follow-up, at an instant and as known; idle longest first. Errors: 422 of `asOf`. */
export async function unplannedLeads(
  { pool, now }: ReadContext,
  of: { readonly owner?: string; readonly team?: string },
  query: ClockQuery = {},
): Promise<UnplannedLead[]> {
  const moment = await asOf(pool, query, now);
  const { rows } = await pool.query<{ stream: string; card: LeadCard | null }>(readSql(import.meta.url, './unplanned-leads.sql'), [
    ...clockValues(moment),
    of.owner ?? null,
    of.team ?? null,
  ]);
  const missing = rows.filter(({ card }) => card === null).map(({ stream }) => stream);
  const folded = await cardsAt(pool, missing, moment);
  return rows
    .flatMap(({ stream, card }) => card ?? folded.get(stream) ?? [])
    .flatMap((card) => unplanned(card) ?? [])
    .sort((a, b) => compare(a.idleSince ?? '', b.idleSince ?? '') || compare(a.lead, b.lead));
}

function unplanned(card: LeadCard): UnplannedLead | null {
  const { lead, externalId, owner, team, stage, lastFollowUp, nextAction, waitingFor, idleSince } = card;
  if (!lastFollowUp || nextAction || waitingFor) return null;
  return { lead, externalId, owner, team, stage, lastFollowUp, idleSince: idleSince.value };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

import { readSql } from '#libs/platform';
import { type Pool } from 'pg';
import { type LeadCard } from '../lead-card/lead-card.js';
import { type AsOf, clockValues } from '../queries/as-of.js';
import { cardsAt } from './cards-at.js';

interface HeldRow {
  stream: string;
  lead: string;
  card: LeadCard | null;
}

/** Cards of the live leads that someone held at a moment, in the order of lead ids: what portfolio, queue and pool all show. */
export async function heldLeads(pool: Pool, kind: 'person' | 'team' | 'pool', id: string, moment: AsOf): Promise<LeadCard[]> {
  const { rows } = await pool.query<HeldRow>({
    name: 'held-leads',
    text: readSql(import.meta.url, './held-leads.sql'),
    values: [...clockValues(moment), kind, id],
  });
  const folded = await cardsAt(
    pool,
    rows.filter(({ card }) => card === null).map(({ stream }) => stream),
    moment,
  );
  return rows.map(({ stream, lead, card }) => {
    const found = card ?? folded.get(stream);
    if (!found) throw new Error(`Lead ${lead} is held but has no card`);
    return found;
  });
}

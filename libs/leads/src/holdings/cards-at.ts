import { type SealedEvent, upcast, type EventMetadata } from '#libs/contracts';
import { type Pool } from 'pg';
import { leadCard } from '../lead-card/fold-lead-card.js';
import { type LeadCard } from '../lead-card/lead-card.js';
import { placedEvents, type PositionedLeadEvent } from '../ownership/placed-events.js';
import { type AsOf } from '../queries/as-of.js';

/** Lead events of streams as known at a moment, in order of revision. Index: spine (stream, revision). */
export async function knownEvents(
  pool: Pool,
  streams: readonly string[],
  { knownAt, position }: AsOf,
): Promise<Map<string, PositionedLeadEvent[]>> {
  const { rows } = await pool.query<{ position: string; event: SealedEvent }>({
    name: 'known-events',
    text: `select position, event from read.log_entry
            where stream = any ($1) and ($2::bigint is null or position <= $2) and ($3::timestamptz is null or known_at <= $3)
            order by stream, revision`,
    values: [streams, position, knownAt],
  });
  const byStream = new Map<string, PositionedLeadEvent[]>();
  for (const { position: at, event } of rows) {
    if (!event.type.startsWith('lead.')) continue;
    const metadata = event.metadata as EventMetadata;
    const current = {
      ...upcast(event.type, event.data, metadata.schemaVersion),
      id: event.id,
      stream: event.stream,
      revision: event.revision,
      metadata,
      position: Number(at),
    };
    const events = byStream.get(event.stream);
    if (events) events.push(current as PositionedLeadEvent);
    else byStream.set(event.stream, [current as PositionedLeadEvent]);
  }
  return byStream;
}

/** Cards of streams as they were at a moment, folded from their events; a lead that was not captured by then has none. */
export async function cardsAt(pool: Pool, streams: readonly string[], moment: AsOf): Promise<Map<string, LeadCard>> {
  const cards = new Map<string, LeadCard>();
  if (streams.length === 0) return cards;
  for (const [stream, events] of await knownEvents(pool, streams, moment)) {
    const card = leadCard(placedEvents(events), moment.atMs);
    if (card) cards.set(stream, card);
  }
  return cards;
}

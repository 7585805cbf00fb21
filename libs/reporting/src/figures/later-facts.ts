import { duckdbDialect } from '#libs/expressions';
import { type FactStore } from '../facts/fact-store.js';
import { type CauseDeps, type LaterFact } from './causes-of.js';

/** Rows of one column. A list of literals takes the engine many times as long to read. */
const eachOf = (texts: readonly string[]): string =>
  `select unnest(from_json(${duckdbDialect.text(JSON.stringify([...new Set(texts)]))}, '["VARCHAR"]'))`;

/** Facts of no lead that no report reads: there is one for many a lead. */
const MOVE_NOTHING = [
  'person.contact-points-added',
  'rep.balance-opened',
  'rep.reservation-returned',
  'rep.reservation-taken',
  'rep.reservations-begun',
];

/** The leads that events are of. */
export const leadsOf =
  (store: FactStore): CauseDeps['leadsOf'] =>
  async (events) => {
    const rows = await store.rows(`select event_id, subject from facts where category = 'lead' and event_id in (${eachOf(events)})`);
    return new Map(rows.map((row) => [row['event_id'] as string, row['subject'] as string]));
  };

/** The facts of a log between two positions that may have moved a figure. */
export const laterFacts =
  (store: FactStore, from: number, to: number): CauseDeps['laterFacts'] =>
  async ({ leads, events }) => {
    const rows = await store.rows(
      `select event_id, position, type, case when category = 'lead' then subject end as lead, actor_kind, actor, coalesce(by_rep, owner) as rep,
         import_id is not null as imported
       from facts where position > ${from} and position <= ${to} and (
         (category = 'lead' and subject in (${eachOf(leads)}))
         or event_id in (${eachOf(events)})
         or (category in ('person', 'rep', 'team', 'calendar', 'rates') and type not in (${MOVE_NOTHING.map(duckdbDialect.text).join(', ')})))
       order by position`,
    );
    return rows.map((row): LaterFact => ({
      id: row['event_id'] as string,
      position: Number(row['position']),
      type: row['type'] as string,
      lead: row['lead'] as string | null,
      actor: { kind: row['actor_kind'] as string, id: row['actor'] as string },
      rep: row['rep'] as string | null,
      isImported: row['imported'] === true,
    }));
  };

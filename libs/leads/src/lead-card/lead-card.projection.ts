import { readSql } from '#libs/platform';
import { type SequenceProjection } from '#libs/projections';
import { isLeadEvent, placedEvents, type PositionedLeadEvent } from '../ownership/placed-events.js';
import { leadCard, settledFrom } from './fold-lead-card.js';
import { type LeadCard } from './lead-card.js';

/** The card of each lead, and the names under which it is found. */
export const leadCardProjection: SequenceProjection = {
  name: 'lead_card',
  version: 4,
  streams: ['lead'],
  tables: [
    {
      name: 'lead',
      columns: ['stream', 'lead', 'external_id', 'status', 'owner', 'team', 'settled_at', 'last_known_at', 'last_position', 'card'],
      key: ['lead'],
      ddl: readSql(import.meta.url, './lead-tables.sql'),
      afterLoadDdl: 'alter table lead add primary key (lead)',
    },
    {
      name: 'lead_alias',
      columns: ['stream', 'alias', 'lead'],
      key: ['alias'],
      ddl: readSql(import.meta.url, './lead-alias.sql'),
      afterLoadDdl: 'create index on lead_alias (alias)',
    },
    {
      name: 'lead_person',
      columns: ['stream', 'person', 'lead'],
      key: ['person'],
      ddl: readSql(import.meta.url, './lead-person.sql'),
      afterLoadDdl: 'create index on lead_person (person)',
    },
  ],
  rowsOf: (stream, events) => {
    const leadEvents = events.filter(isLeadEvent);
    const placed = placedEvents(leadEvents);
    const card = leadCard(placed, Infinity);
    const last = leadEvents.at(-1);
    const lead = stream.slice('lead-'.length);
    // A retracted lead keeps its names, so that questions about the time before are answered.
    const aliases = [...new Set(leadEvents.flatMap(aliasesOf))].map((alias) => ({ stream, alias, lead }));
    if (!card || !last) return { lead_alias: aliases };
    const settled = settledFrom(placed);
    return {
      lead: [
        {
          stream,
          lead,
          external_id: card.externalId,
          status: card.status,
          owner: card.owner,
          team: card.team,
          settled_at: settled === -Infinity ? '-infinity' : new Date(settled).toISOString(),
          last_known_at: leadEvents.reduce((latest, { metadata }) => (metadata.knownAt > latest ? metadata.knownAt : latest), ''),
          last_position: last.position,
          card: card satisfies LeadCard as unknown as Record<string, unknown>,
        },
      ],
      lead_alias: aliases,
      lead_person: card.personIds.map((person) => ({ stream, person, lead })),
    };
  },
};

function aliasesOf(event: PositionedLeadEvent): string[] {
  if (event.type !== 'lead.captured' && event.type !== 'lead.inquiry-received') return [];
  const { externalSource, source, externalId } = event.data.inquiry;
  return externalId === null ? [] : [`${externalSource ?? source}:${externalId}`];
}

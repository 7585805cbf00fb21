import { type PositionedEvent } from '#libs/contracts';
import { readSql } from '#libs/platform';
import { type Row, type SequenceProjection } from '#libs/projections';

/** Who asked to see which lead, under which visibility, and what was decided: the cost of hiding, countable. */
export const accessRequestProjection: SequenceProjection = {
  name: 'access_request',
  version: 1,
  streams: ['lead'],
  tables: [
    {
      name: 'access_request',
      columns: ['stream', 'lead', 'request', 'rep', 'mode', 'reason', 'requested_at', 'granted', 'until', 'decided_at', 'decided_by'],
      key: ['request'],
      ddl: readSql(import.meta.url, './access-request.sql'),
      afterLoadDdl: 'create index on access_request (lead); create index on access_request (requested_at)',
    },
  ],
  rowsOf: (stream, events) => ({ access_request: rowsOf(stream, events) }),
};

function rowsOf(stream: string, events: readonly PositionedEvent[]): Row[] {
  const rows = new Map<string, Row>();
  for (const event of events) {
    if (event.type === 'lead.access-requested') {
      const { requestId, rep, mode, reason } = event.data;
      const open = { granted: null, until: null, decided_at: null, decided_by: null };
      const requested_at = event.metadata.knownAt;
      rows.set(requestId, { stream, lead: stream.slice('lead-'.length), request: requestId, rep, mode, reason, requested_at, ...open });
    }
    if (event.type === 'lead.access-decided') {
      const { requestId, granted, until } = event.data;
      const row = rows.get(requestId);
      if (row) rows.set(requestId, { ...row, granted, until, decided_at: event.metadata.knownAt, decided_by: event.metadata.actor.id });
    }
  }
  return [...rows.values()];
}

import { type PositionedEvent } from '#libs/contracts';
import { readSql } from '#libs/platform';
import { type Row, type SequenceProjection } from '#libs/projections';

/** Who was taken for whom. */
export const personProjection: SequenceProjection = {
  name: 'person',
  version: 1,
  streams: ['person'],
  tables: [
    {
      name: 'person_merge',
      columns: ['stream', 'person', 'into_person', 'event_id', 'known', 'positions', 'actor', 'reason'],
      key: ['event_id'],
      ddl: readSql(import.meta.url, './person-merge.sql'),
      afterLoadDdl: 'create index on person_merge (person); create index on person_merge (into_person)',
    },
  ],
  rowsOf: (stream, events) => {
    const rows: Row[] = [];
    let open: PositionedEvent<'person.merged'> | null = null;
    for (const event of events) {
      if (event.type !== 'person.merged' && event.type !== 'person.unmerged') continue;
      if (open) rows.push(rowOf(stream, open, event));
      open = event.type === 'person.merged' ? (event as PositionedEvent<'person.merged'>) : null;
    }
    return { person_merge: open ? [...rows, rowOf(stream, open, null)] : rows };
  },
};

const rowOf = (stream: string, merged: PositionedEvent<'person.merged'>, end: PositionedEvent | null): Row => ({
  stream,
  person: merged.data.personId,
  into_person: merged.data.into,
  event_id: merged.id,
  known: `["${merged.metadata.knownAt}","${end?.metadata.knownAt ?? 'infinity'}")`,
  positions: `[${merged.position},${end?.position ?? ''})`,
  actor: merged.metadata.actor,
  reason: merged.data.reason,
});

import { type SequenceProjection } from '#libs/projections';
import { readSql } from '#libs/platform';
import { ownershipPeriods } from './ownership-periods.js';
import { rangesOf } from './ranges.js';
import { statusPeriods } from './status-periods.js';

const leadOf = (stream: string): string => stream.slice('lead-'.length);

/** Who held each lead and whether it was live, on two clocks: what permissions, queues, lists and figures all read. */
export const ownershipProjection: SequenceProjection = {
  name: 'ownership',
  version: 3,
  streams: ['lead'],
  tables: [
    {
      name: 'ownership_period',
      columns: [
        ...[
          'stream',
          'lead',
          'event_id',
          'holder_kind',
          'holder_id',
          'owner',
          'team',
          'effective',
          'known',
          'positions',
          'since_value',
          'since_precision',
        ],
        ...['until_value', 'until_precision', 'cause', 'decision', 'actor', 'reason', 'recorded_at'],
      ],
      key: ['event_id', 'effective', 'positions'],
      ddl: readSql(import.meta.url, './ownership-period.sql'),
      afterLoadDdl: readSql(import.meta.url, './ownership-period-constraints.sql'),
    },
    {
      name: 'lead_status_period',
      columns: ['stream', 'lead', 'event_id', 'status', 'effective', 'known', 'positions'],
      key: ['event_id', 'effective', 'positions'],
      ddl: readSql(import.meta.url, './status-period.sql'),
    },
  ],
  rowsOf: (stream, events) => ({
    ownership_period: ownershipPeriods(events).map((layer) => ({
      stream,
      lead: leadOf(stream),
      event_id: layer.value.eventId,
      holder_kind: layer.value.holder.kind,
      holder_id: layer.value.holder.kind === 'unknown' ? null : layer.value.holder.id,
      owner: layer.value.holder.kind === 'person' ? layer.value.holder.id : null,
      team: layer.value.team,
      ...rangesOf(layer),
      since_value: layer.value.since.value,
      since_precision: layer.value.since.precision,
      until_value: layer.value.end?.value ?? null,
      until_precision: layer.value.end?.precision ?? null,
      cause: layer.value.cause,
      decision: layer.value.decision,
      actor: layer.value.actor,
      reason: layer.value.reason,
      recorded_at: layer.value.recordedAt,
    })),
    lead_status_period: statusPeriods(events).map((layer) => ({
      stream,
      lead: leadOf(stream),
      event_id: layer.value.eventId,
      status: layer.value.status,
      ...rangesOf(layer),
    })),
  }),
};

import { readSql } from '#libs/platform';
import { type SequenceProjection } from '#libs/projections';
import { alertFold } from './alert-state.js';

/** Alerts as people see them. */
export const alertProjection: SequenceProjection = {
  name: 'alert',
  version: 1,
  streams: ['alert'],
  tables: [
    {
      name: 'alert',
      columns: [
        'stream',
        'alert',
        'kind',
        'subject',
        'body',
        'lead',
        'person',
        'told',
        'open',
        'raised_at',
        'escalates_at',
        'acknowledged',
        'exhausted',
        'deliveries',
      ],
      key: ['alert'],
      ddl: readSql(import.meta.url, './alert.sql'),
      afterLoadDdl: 'create index on alert (person, open, raised_at); create index on alert (open, raised_at)',
    },
  ],
  rowsOf: (stream, events) => {
    const alert = events.reduce(alertFold.evolve, alertFold.initial);
    if (alert.alertId === null) return {};
    return {
      alert: [
        {
          stream,
          alert: alert.alertId,
          kind: alert.kind,
          subject: alert.subject,
          body: alert.text,
          lead: alert.leadId,
          person: alert.to,
          told: alert.told,
          open:
            alert.acknowledged === null && (alert.acknowledgeWithinMs !== null || alert.deliveries.every(({ failed }) => failed !== null)),
          raised_at: alert.raisedAt,
          escalates_at: alert.escalateAt,
          acknowledged: alert.acknowledged,
          exhausted: alert.exhausted,
          deliveries: alert.deliveries.map((delivery) => ({ ...delivery })),
        },
      ],
    };
  },
};

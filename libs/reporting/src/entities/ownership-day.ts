import { column, type Entity } from './entity.js';
import { leadId } from './row-facts.js';

/** Lead-days are many: a report looks at this many days of the calendar at a time. */
const MAX_DAYS = 400;

export const ownershipDay: Entity = {
  name: 'ownership_day',
  describe:
    'A day of the period on which a lead was there, as it stood when the day ended; from the day of its capture to the last day of which anything is known.',
  sql: 'sql/ownership-day.sql',
  needs: ['holding'],
  moment: 'r.start_at',
  madeForPeriod: true,
  hasManyPerEvent: true,
  spread: { over: 'day', maxDays: MAX_DAYS },
  times: { day: { at: 'r.start_at', day: 'r.day', precision: 'r.time_precision', describe: 'the day' } },
  credited: column('string', 'owner', 'r.owner'),
  facts: {
    lead_id: leadId,
    owner: column('string', 'its owner when the day ended; null where none is a person', 'r.owner'),
    team: column('string', 'the team it counted for then', 'r.team'),
    holder_kind: column('string', 'person, team, pool or unknown', 'r.holder_kind'),
    holder: column('string', 'id of what held it then', 'r.holder'),
    live: column('bool', 'false once it was won, lost, closed or invalid, until it is reopened', 'r.live'),
    idle: column(
      'duration',
      'whole days since the last outbound contact by a person; null where there was none',
      '(r.day - r.contact_day) * 86400000',
    ),
    quiet: column(
      'duration',
      'whole days since that contact, or since the capture where there was none',
      '(r.day - coalesce(r.contact_day, r.captured_day)) * 86400000',
    ),
    age: column('duration', 'whole days since the capture', '(r.day - r.captured_day) * 86400000'),
  },
  durations: {},
};

import { column, type Entity } from './entity.js';
import { leadFacts } from './lead-context.js';
import { leadId } from './row-facts.js';

/** Ten years of months are looked at in one report. */
const MAX_DAYS = 3_660;

/** A trend of how things stood, in one question (docs/adr/0241). */
export const leadMonth: Entity = {
  name: 'lead_month',
  describe:
    'A lead that was live when a month of the period ended, as it was then; the last month ends with the period, or with the last day of which anything is known.',
  sql: 'sql/lead-month.sql',
  needs: ['holding'],
  moment: 'r.start_at',
  madeForPeriod: true,
  hasManyPerEvent: true,
  spread: { over: 'month', maxDays: MAX_DAYS },
  times: { month_end: { at: 'r.start_at', day: 'r.day', precision: 'r.time_precision', describe: 'the last day of the month' } },
  credited: column('string', 'owner', 'r.owner'),
  facts: {
    ...leadFacts,
    lead_id: leadId,
    attributes: column('record', 'clear attributes as they were then', 'r.attributes'),
    owner: column('string', 'its owner then; null where none is a person', 'r.owner'),
    team: column('string', 'the team it counted for then', 'r.team'),
    holder_kind: column('string', 'person, team, pool or unknown', 'r.holder_kind'),
    holder: column('string', 'id of what held it then', 'r.holder'),
    age: column('duration', 'whole days since the capture', '(r.day - r.captured_day) * 86400000'),
  },
  durations: {},
};

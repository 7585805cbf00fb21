import { column, type Entity, type TimeFact } from './entity.js';
import { leadFacts, ownerAtEvent, teamAtEvent } from './lead-context.js';
import { leadId, time } from './row-facts.js';

const periodEnd: TimeFact = { at: 'r.start_at', day: 'r.day', precision: `'instant'`, describe: 'the end of the period' };

/** The pipeline of a period: what was open in it, and what became of it by its end. */
export const pipelineDeal: Entity = {
  name: 'pipeline_deal',
  describe: 'A deal that was open at some time of the period, as it stands when the period ends.',
  sql: 'sql/pipeline-deal.sql',
  needs: [],
  madeForPeriod: true,
  moment: 'r.judged_at',
  times: {
    period_end: periodEnd,
    opened: time('opened', 'when the lead was captured'),
    closed: time('closed', 'when it was closed in the period; null while it is open'),
  },
  credited: ownerAtEvent,
  facts: {
    ...leadFacts,
    lead_id: leadId,
    state: column('string', 'open, won, lost, closed or invalid when the period ends', 'r.state'),
    amount: column('money', 'value of a deal won in the period, in its currency', 'r.amount'),
    currency: column('string', 'ISO 4217 currency of the value', 'r.currency'),
    owner: { ...ownerAtEvent, describe: 'owner at the closing, of an open deal when the period ends' },
    team: { ...teamAtEvent, describe: 'team at the closing, of an open deal when the period ends' },
  },
  durations: {
    cycle: { from: time('opened', 'opened'), to: time('closed', 'closed'), describe: 'from opening to closing; null while it is open' },
    age: { from: time('opened', 'opened'), to: periodEnd, describe: 'from opening to the end of the period' },
  },
};

import { column, type Entity, type EntityName, type Fact, known, ownTime, type TimeFact } from './entity.js';
import { decision } from './decision.js';
import { endedTime, leadFacts, originFacts, ownerAtEvent, teamAtEvent } from './lead-context.js';
import { leadMonth } from './lead-month.js';
import { ownershipDay } from './ownership-day.js';
import { actor, leadId, time } from './row-facts.js';
import { pipelineDeal } from './pipeline-deal.js';
import { publishedFigure } from './published-figure.js';
import { slaClock } from './sla-clock.js';
import { turn } from './turn.js';

const inquiry: Entity = {
  name: 'inquiry',
  describe: 'One incoming contact; the unit of submission volume.',
  sql: 'sql/inquiry.sql',
  needs: [],
  moment: 'r.start_at',
  times: { received: ownTime('when it came in') },
  credited: ownerAtEvent,
  facts: {
    source: column('string', 'specific origin', 'r.source'),
    channel: column('string', 'broad medium: search, social, email …', 'r.channel'),
    medium: column('string', 'form, call, mail …', 'r.medium'),
    campaign: column('string', 'campaign', 'r.campaign'),
    external_source: column('string', 'system it came from', 'r.external_source'),
    external_id: column('string', 'its name there', 'r.external_id'),
    person: column('string', 'opaque id of the person; null where nobody could be identified', 'r.person'),
    person_then: {
      type: 'string',
      sql: 'coalesce(pt.root, r.person)',
      needs: ['person_then'],
      describe: 'for whom that person was taken when the inquiry was recorded',
    },
    person_now: {
      type: 'string',
      sql: 'coalesce(pn.root, r.person)',
      needs: ['person_now'],
      describe: 'for whom that person is taken after everything known',
    },
    phone: column('string', 'opaque id of its first phone', 'r.phone'),
    email: column('string', 'opaque id of its first e-mail address', 'r.email'),
    country: column('string', 'country of a phone', 'r.country'),
    contact_points: known(column('int', 'number of contact points', 'r.contact_points')),
    valid_contact_points: known(column('int', 'of these, the valid ones', 'r.valid_contact_points')),
    payload_hash: column('string', 'equal for equal raw payloads', 'r.payload_hash'),
    import_id: column('string', 'the import that brought it', 'r.import_id'),
    attributes: column('record', 'clear attributes of the inquiry', 'r.attributes'),
    first_of_lead: known(column('bool', 'true where it began its lead, false where it joined an open one', 'r.first_of_lead')),
    last_of_lead: {
      type: 'bool',
      known: true,
      sql: 'coalesce(li.inquiry = r.id, false)',
      needs: ['last_inquiry'],
      describe: 'true for the last inquiry of its lead',
    },
    first_of_person: {
      type: 'bool',
      known: true,
      sql: 'coalesce(fp.inquiry = r.id, r.first_of_lead)',
      needs: ['first_of_person'],
      describe: 'true for the first inquiry ever of its person (of its lead where the person is unknown)',
    },
    owner: ownerAtEvent,
    team: teamAtEvent,
    ...actor,
  },
  durations: {},
};

const lead: Entity = {
  name: 'lead',
  describe: 'A person or company being worked; one row per captured lead.',
  sql: 'sql/lead.sql',
  needs: [],
  moment: 'r.start_at',
  times: { captured: ownTime('when it was captured'), ended: endedTime },
  credited: leadFacts.owner_today!,
  facts: {
    ...leadFacts,
    ...originFacts('r'),
    import_id: column('string', 'the import that brought it', 'r.import_id'),
    owner: ownerAtEvent,
    team: teamAtEvent,
    ...actor,
  },
  durations: { life: { from: ownTime('captured'), to: endedTime, describe: 'from capture to the last closing or reopening' } },
};

const periodEnd: TimeFact = { at: 'r.start_at', day: 'r.day', precision: `'instant'`, describe: 'the end of the period' };

const openLead: Entity = {
  name: 'open_lead',
  describe: 'A lead that is live when the period ends, as it is then.',
  sql: 'sql/open-lead.sql',
  needs: [],
  madeForPeriod: true,
  moment: 'r.start_at',
  times: { period_end: periodEnd },
  credited: column('string', 'owner', 'r.owner'),
  facts: {
    ...leadFacts,
    lead_id: leadId,
    owner: column('string', 'its owner then; null where none is a person', 'r.owner'),
    team: column('string', 'the team it counts for then', 'r.team'),
    holder_kind: column('string', 'person, team, pool or unknown', 'r.holder_kind'),
    holder: column('string', 'id of what holds it then', 'r.holder'),
    stage: column('string', 'the stage it is in then', 'r.stage'),
    follow_ups: known(column('int', 'follow-ups by people up to then', 'r.follow_ups')),
    owner_follow_ups: known(column('int', 'of these, by the owner of then', 'r.owner_follow_ups')),
  },
  durations: {
    in_stage: { from: time('stage', 'entered'), to: periodEnd, describe: 'in its stage up to then' },
    age: { from: time('captured', 'captured'), to: periodEnd, describe: 'since its capture' },
    idle: {
      from: time('touched', 'last follow-up'),
      to: periodEnd,
      describe: 'since the last follow-up by a person; null where there is none',
    },
  },
};

const assignment: Entity = {
  name: 'assignment',
  describe: 'A lead is given an owner: assigned, claimed or transferred. A correction is none.',
  sql: 'sql/assignment.sql',
  needs: [],
  moment: 'r.start_at',
  times: { assigned: ownTime('when it was given') },
  credited: column('string', 'owner', 'r.owner'),
  facts: {
    owner: column('string', 'who was given the lead', 'r.owner'),
    team: column('string', 'the team it counts for', 'r.team'),
    via: column('string', 'assigned, claimed or transferred', 'r.via'),
    ordinal: known(column('int', '1 for the first assignment of the lead, then 2 …', 'r.ordinal')),
    previous_owner: column('string', 'the last person who had the lead before', 'r.previous_owner'),
    policy: column('string', 'the rule that decided', 'r.policy'),
    policy_version: column('int', 'its version', 'r.policy_version'),
    ...actor,
  },
  durations: {},
};

const handOver: Entity = {
  name: 'hand_over',
  describe: 'A lead changes holder or team by an act: assigned, claimed, transferred, released or recycled.',
  sql: 'sql/hand-over.sql',
  needs: [],
  moment: 'r.start_at',
  times: { handed_over: ownTime('when it changed') },
  credited: column('string', 'owner', 'r.last_owner'),
  facts: {
    via: column('string', 'assigned, claimed, transferred, released or recycled', 'r.via'),
    owner: column('string', 'the person it went to', 'r.owner'),
    team: column('string', 'the team it went to', 'r.team'),
    holder_kind: column('string', 'person, team, pool or unknown', 'r.holder_kind'),
    from_owner: column('string', 'the person who held it directly before', 'r.from_owner'),
    from_team: column('string', 'the team it counted for directly before', 'r.from_team'),
    last_owner: column('string', 'the last person who held it before, whatever came between', 'r.last_owner'),
    last_team: column('string', 'the last team named before', 'r.last_team'),
    policy: column('string', 'the rule that decided', 'r.policy'),
    ...actor,
  },
  durations: {},
};

const followUp: Entity = {
  name: 'follow_up',
  describe: 'A call, mail, meeting … on a lead. Its number alone says little: counts of activity can be gamed.',
  sql: 'sql/follow-up.sql',
  needs: [],
  moment: 'r.start_at',
  times: { made: ownTime('when it was made') },
  credited: column('string', 'by', 'r.by_rep'),
  facts: {
    type: column('string', 'call, email, meeting, message …', 'r.follow_up_type'),
    direction: column('string', 'outbound, inbound or internal', 'r.direction'),
    outcome: column('string', 'what came of it', 'r.outcome'),
    automatic: known(column('bool', 'true where no person made it', 'r.automatic')),
    by: column('string', 'the rep who made it', 'r.by_rep'),
    owner: ownerAtEvent,
    team: teamAtEvent,
    by_owner: {
      type: 'bool',
      known: true,
      sql: 'coalesce(r.by_rep = h.owner, false)',
      needs: ['holding'],
      describe: 'true where the owner of that moment made it',
    },
    ...actor,
  },
  durations: {
    recorded_after: {
      from: ownTime('made'),
      to: { at: 'r.known_at', day: 'cast(null as date)', precision: `'instant'`, describe: 'recorded' },
      describe: 'from being made to being recorded',
    },
  },
};

const stageVisit: Entity = {
  name: 'stage_visit',
  describe: 'A lead in a stage, from entering it to the next stage or the end of the lead.',
  sql: 'sql/stage-visit.sql',
  needs: [],
  moment: 'r.start_at',
  times: { entered: ownTime('when it began'), left: time('left', 'when it ended; null while it lasts') },
  credited: ownerAtEvent,
  facts: {
    stage: column('string', 'the stage', 'r.stage'),
    process: column('string', 'the process', 'r.process'),
    previous_stage: column('string', 'the stage before', 'r.previous_stage'),
    left_by: column('string', 'what ended it: stage-entered, won, lost, closed, marked-invalid; null while it lasts', 'r.left_by'),
    owner: ownerAtEvent,
    team: teamAtEvent,
    ...actor,
  },
  durations: { stay: { from: ownTime('entered'), to: time('left', 'left'), describe: 'from entering to leaving; null while it lasts' } },
};

const dealOwner: Fact = {
  type: 'string',
  sql: 'case when r.closed_at is null then t.owner else h.owner end',
  needs: ['holding', 'today'],
  describe: 'owner at the closing; of today while it is open',
};
const deal: Entity = {
  name: 'deal',
  describe: 'A lead as a chance of business: opened by its capture, closed by winning, losing or closing it.',
  sql: 'sql/deal.sql',
  needs: ['lead_origin', 'lead_ending'],
  moment: 'r.closed_at',
  recorded: 'r.closed_position',
  times: { opened: time('opened', 'when the lead was captured'), closed: time('closed', 'when it was closed; null while it is open') },
  credited: dealOwner,
  facts: {
    ...leadFacts,
    lead_id: leadId,
    outcome: column('string', 'won, lost, closed, invalid or open', 'r.outcome'),
    closing_reason: column('string', 'reason given at the closing', 'r.reason'),
    amount: column('money', 'value of a won deal, in its currency', 'r.amount'),
    currency: column('string', 'ISO 4217 currency of the value', 'r.currency'),
    owner: dealOwner,
    team: {
      type: 'string',
      sql: 'case when r.closed_at is null then t.team else h.team end',
      needs: ['holding', 'today'],
      describe: 'team at the closing; of today while it is open',
    },
  },
  durations: {
    cycle: { from: time('opened', 'opened'), to: time('closed', 'closed'), describe: 'from opening to closing; null while it is open' },
  },
};

export const entities: Readonly<Record<EntityName, Entity>> = {
  inquiry,
  lead,
  open_lead: openLead,
  assignment,
  hand_over: handOver,
  ownership_day: ownershipDay,
  lead_month: leadMonth,
  follow_up: followUp,
  stage_visit: stageVisit,
  sla_clock: slaClock,
  decision,
  turn,
  deal,
  pipeline_deal: pipelineDeal,
  published_figure: publishedFigure,
};

/** Whose rows are of a lead, and there whatever is asked: relations look for them. */
export const isRelatable = ({ madeForPeriod, hasNoLead }: Entity): boolean => !madeForPeriod && !hasNoLead;
export const relatable = (Object.keys(entities) as EntityName[]).filter((name) => isRelatable(entities[name]));

/** Entities whose rows are not leads themselves read the lead's facts under `lead.`. */
export const hasLeadRecord = (entity: Entity): boolean => !entity.hasNoLead && !('outcome' in entity.facts && 'inquiries' in entity.facts);

import { type Fact, type JoinName, known, type TimeFact } from './entity.js';

const fact = (type: Fact['type'], sql: string, describe: string, ...needs: JoinName[]): Fact => ({ type, sql, describe, needs });

export const endedTime: TimeFact = {
  at: 'x.start_at',
  day: 'x.day',
  precision: 'x.time_precision',
  needs: ['ending'],
  describe: 'when it was last closed or reopened',
};

/** What the first inquiry of a lead says, read from its capture. */
export const originFacts = (capture: 'o' | 'r', ...needs: JoinName[]): Readonly<Record<string, Fact>> => ({
  source: fact('string', `${capture}.source`, 'specific origin of its first inquiry', ...needs),
  channel: fact('string', `${capture}.channel`, 'channel of its first inquiry', ...needs),
  medium: fact('string', `${capture}.medium`, 'medium of its first inquiry', ...needs),
  campaign: fact('string', `${capture}.campaign`, 'campaign of its first inquiry', ...needs),
  external_source: fact('string', `${capture}.external_source`, 'system it came from', ...needs),
  external_id: fact('string', `${capture}.external_id`, 'its name there', ...needs),
  person: fact('string', `${capture}.person`, 'opaque id of the person', ...needs),
  country: fact('string', `${capture}.country`, 'country of a phone of the first inquiry', ...needs),
  contact_points: fact('int', `${capture}.contact_points`, 'contact points of the first inquiry', ...needs),
  valid_contact_points: fact('int', `${capture}.valid_contact_points`, 'of these, the valid ones', ...needs),
  attributes: fact('record', `coalesce(a.attributes, ${capture}.attributes)`, 'clear attributes as last known', ...needs, 'attributes'),
});

/** What is known of the lead that a row belongs to: directly on leads and deals, under `lead.` on everything else. */
export const leadFacts: Readonly<Record<string, Fact>> = {
  ...originFacts('o', 'origin'),
  person_then: fact(
    'string',
    'coalesce(opt.root, o.person)',
    'for whom that person was taken when the lead was captured',
    'origin',
    'origin_person_then',
  ),
  person_now: fact(
    'string',
    'coalesce(opn.root, o.person)',
    'for whom that person is taken after everything known',
    'origin',
    'origin_person_now',
  ),
  outcome: known(fact('string', `coalesce(x.outcome, 'open')`, 'won, lost, closed, invalid or open, as last known', 'ending')),
  closing_reason: fact('string', 'x.reason', 'reason given at the last closing', 'ending'),
  disposition: fact('string', 'x.disposition', 'disposition given at the last closing', 'ending'),
  owner_today: fact('string', 't.owner', 'its owner after everything known', 'today'),
  team_today: fact('string', 't.team', 'the team it counts for after everything known', 'today'),
  inquiries: known(fact('int', 'coalesce(c.inquiries, 0)', 'number of its inquiries', 'counts')),
  follow_ups: known(fact('int', 'coalesce(c.follow_ups, 0)', 'number of its follow-ups by people', 'counts')),
  assignments: known(fact('int', 'coalesce(c.assignments, 0)', 'how often it was given an owner', 'counts')),
  recyclings: known(fact('int', 'coalesce(c.recyclings, 0)', 'how often it was recycled', 'counts')),
  owners: known(fact('int', 'coalesce(lh.owners, 0)', 'number of people who ever were its owner, corrections included', 'hands')),
  hand_overs: known(
    fact('int', 'coalesce(lh.hand_overs, 0)', 'how often it went to a person while another was the last who had it', 'hands'),
  ),
  returns: known(
    fact('int', 'coalesce(lh.returns, 0)', 'how often it was given back to a person who had it earlier and not directly before', 'hands'),
  ),
  reopenings: known(fact('int', 'coalesce(c.reopenings, 0)', 'how often it was reopened', 'counts')),
};

const inquiryColumns = {
  source: 'specific origin',
  channel: 'broad medium',
  medium: 'form, call, mail …',
  campaign: 'campaign',
  external_source: 'system it came from',
  country: 'country of a phone',
} as const;
const touch = (sql: (column: string) => string, ...needs: JoinName[]): Readonly<Record<string, Fact>> =>
  Object.fromEntries(Object.entries(inquiryColumns).map(([column, describe]) => [column, fact('string', sql(column), describe, ...needs)]));

/**
 * The inquiries that a lead can be credited to beside its first: `last_inquiry`, the last on the lead; `original_inquiry`, the first ever of its person
 * on whichever lead, and its own first where the person is unknown.
 */
export const leadRecords: Readonly<Record<string, Readonly<Record<string, Fact>>>> = {
  last_inquiry: touch((column) => `li.${column}`, 'last_inquiry'),
  original_inquiry: touch((column) => `(case when o.person is null then o.${column} else oi.${column} end)`, 'origin', 'original_inquiry'),
};

/** The holder at the moment of the row. */
export const ownerAtEvent: Fact = fact('string', 'h.owner', 'owner of the lead at that moment', 'holding');
export const teamAtEvent: Fact = fact('string', 'h.team', 'team the lead counted for at that moment', 'holding');

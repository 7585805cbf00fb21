/** One definition for each part of the language that no shipped definition uses, so that both ways of computing are asked for all of it. */
export const languageDefinitions: readonly string[] = [
  `
definition: months
title: Open leads month by month
entity: lead_month
measures:
  leads: count
  sized: { ratio: { of: attributes.size >= 2, to: attributes.region != null } }
  age: { sum: age, unit: days }
by: [day, owner, rep_teams, attributes.region, channel]
`,
  `
definition: figures
title: Published figures
entity: published_figure
date: published
cohort: { of: restated, within: 10d }
measures:
  revision: { mean: revision }
  furthest: { percentile: 90, of: revision, where: was_restated }
  restated: { ratio: { of: was_restated, to: '!was_redefined' } }
  soon: { count: cohort.reached }
  holds: { sum: holds }
  after: { sum: until_restated, unit: minutes }
by: [definition, direction, definition_version, rep.name, rep_teams]
`,
  `
definition: figures_restated
title: Restatements
entity: published_figure
date: restated
terms:
  moved: was_restated
distinct:
  per: [definition]
  window: { days: 3, since: counted }
measure: { sum: restatements }
by: [figure_id]
`,
  `
definition: quiet_days
title: Days without contact
entity: ownership_day
terms:
  quiet: quiet >= days(7)
measures:
  days: count
  longest: { percentile: 100, of: quiet, unit: days }
  idle: { sum: idle, unit: days }
by: [owner, rep_teams, live]
`,
  `
definition: lead_days
title: Days of leads
entity: ownership_day
measures:
  days: count
  age: { sum: age, unit: days }
  live: { ratio: { of: live } }
by: [day, holder_kind]
`,
  `
definition: service
title: Service clocks
entity: sla_clock
date: started
measures:
  breached: { ratio: { of: was_breached } }
  late: { ratio: { of: late, to: was_met } }
  elapsed: { mean: elapsed, unit: minutes }
  calendar_time: { sum: until_met, unit: minutes }
  pauses: { sum: pauses }
by: [clock, state, owner_at_breach, earlier_owners, owner]
`,
  `
definition: service_due
title: Service clocks by due time
entity: sla_clock
date: due
terms:
  with_a_calendar: calendar != null && met_by != "bo"
measure: { sum: target, unit: hours }
by: [owner, team_at_breach, holder_kind_at_breach, lead.outcome]
`,
  `
definition: decisions
title: Decisions
entity: decision
date: decided
measures:
  overridden: { ratio: { of: overridden, to: "!shadow && !held" } }
  candidates: { sum: candidates }
  undone: { mean: until_overridden, unit: hours }
by: [policy, entry, chosen, fallback, superseded_because, overridden_to, owner]
`,
  `
definition: hands
title: Through how many hands
entity: lead
date: captured
measures:
  owners: { sum: owners }
  hand_overs: { sum: hand_overs }
  returns: { sum: returns }
by: [last_inquiry.channel, original_inquiry.channel]
`,
  `
definition: touches
title: Stage visits by attribution of their lead
entity: stage_visit
date: entered
measure: count
by: [lead.original_inquiry.source, lead.last_inquiry.channel, lead.returns]
`,
  `
definition: speed
title: Speed to lead, split
entity: lead
date: captured
related:
  given: { entity: assignment, when: ever, pick: first }
  touch: { entity: follow_up, where: "!automatic && direction == 'outbound'" }
  third: { entity: follow_up, when: ever, pick: 3 }
  visit: { entity: stage_visit, date: left, when: ever, pick: last }
durations:
  system: { from: captured, to: given }
  human: { from: given, to: touch }
  office: { from: captured, to: touch, calendar: berlin }
  visited: { from: visit.entered, to: visit.left, calendar: berlin }
  third_after: { from: given.assigned, to: third }
terms:
  some: third_after != days(1) || third.found || true
measures:
  office: { sum: office, unit: minutes }
  human: { median: human, unit: hours }
  system: { mean: system, unit: hours }
  visited: { sum: visited, unit: minutes }
  third: { ratio: { of: third.found } }
  slow: { ratio: { of: office > hours(8) } }
dimensions:
  touches: { of: follow_ups, buckets: [1, 2, 4] }
  wait: { of: human, unit: hours, buckets: [0, 1, 24, 168] }
by: [touches, wait, third.type, given.owner]
`,
  `
definition: before
title: What came before
entity: follow_up
date: made
related:
  last_visit: { entity: stage_visit, when: before, pick: last, within: 30d }
  earlier: { entity: follow_up, when: before, pick: 2, where: by == this.by }
  inquiry: { entity: inquiry, when: before, pick: last }
  ending: { entity: deal, date: closed, when: ever }
durations:
  gap: { from: earlier, to: made, calendar: berlin }
  to_end: { from: made, to: ending }
measures:
  gap: { sum: gap, unit: minutes }
  count: { sum: earlier.count }
  to_end: { sum: to_end, unit: hours }
  delay: { sum: last_visit.delay, unit: hours }
by: [last_visit.stage, inquiry.channel, earlier.found]
`,
  `
definition: shares
title: Shares of the whole
entity: deal
date: closed
measures:
  share: { formula: amount / total.amount }
  amount: { sum: amount }
  channels: { different: channel, where: outcome == "won" }
  part: { formula: channels / total.channels - 0.5 }
by: [owner]
include: all reps
`,
  `
definition: turns
title: Turns
entity: turn
measures:
  deviation: { formula: given - total.given / total.reps }
  given: { count: given && lead.outcome != "invalid" }
  reps: { different: rep_id }
  value: { sum: expected_value + expected_value, where: given }
  p75: { percentile: 75, of: expected_value, where: expected_value > 0.1 }
  value_deviation: { formula: value - total.value / total.reps }
dimensions:
  worth: { of: expected_value, buckets: [0, 1, 33] }
by: [rep_id, policy, rep.manager, worth]
`,
  `
definition: people_by_lead
title: Leads by whom their person is taken for
entity: lead
date: captured
related:
  again: { entity: inquiry, when: ever, pick: last, where: person_now != this.person_then }
measures:
  leads: count
  again: { ratio: { of: again.found } }
by: [person, person_then, person_now, again.person_then]
`,
  ...['then', 'now'].map(
    (known) => `
definition: people_${known}
title: People
entity: inquiry
distinct:
  per: [person_${known}]
  window: { days: 3, since: ${known === 'then' ? 'any' : 'counted'} }
measure: count
by: [person_${known}]
`,
  ),
  ...['deal', 'pipeline_deal'].map(
    (entity) => `
definition: converted_${entity}
title: In one currency
entity: ${entity}
date: ${entity === 'deal' ? 'closed' : 'period_end'}
convert: { to: EUR, at: closed, rates: ecb }
measures:
  total: { sum: amount }
  high: { percentile: 90, of: amount, where: amount > 1.0 }
  mean: { mean: amount, where: assignments > 0 }
by: [owner]
`,
  ),
  `
definition: big_deals
title: Deals by their size in euros
entity: deal
date: closed
measures:
  deals: count
  big: { count: currency == "EUR" && amount >= 7 }
  owing: { count: amount < 0 }
  whole: { sum: 'currency == "EUR" ? int(amount) : 0' }
dimensions:
  size: '!(currency == "EUR" && amount > 99.999998) ? "small" : "big"'
by: [size, channel]
`,
  `
definition: trebled
title: Amounts that are added up row by row
entity: deal
date: closed
measures:
  thrice: { sum: amount + amount + amount }
  back: { percentile: 75, of: 'outcome == "won" ? -amount - amount : null' }
by: [owner]
`,
  `
definition: converted_sizes
title: Wins by their size in euros
entity: deal
date: closed
convert: { to: EUR, at: closed, rates: ecb }
related:
  again: { entity: inquiry, when: ever, pick: last, where: this.amount > 0.1 }
measures:
  deals: count
  near: { count: amount + amount >= 0.18000000000001 && amount < 110.69999999999 }
  again: { ratio: { of: again.found } }
dimensions:
  size: { of: amount, buckets: [-10, 0, 1, 100, 1000] }
by: [size]
`,
  `
definition: converted_velocity
title: Velocity in one currency
entity: pipeline_deal
date: period_end
convert: { to: USD, at: opened, rates: fed }
measures:
  velocity: { formula: open * value / won / cycle }
  open: { count: state == "open" }
  won: { count: state == "won" }
  value: { sum: amount }
  cycle: { mean: cycle, unit: days, where: state == "won" }
by: [channel]
`,
  `
definition: formulas
title: Measures made of measures
entity: pipeline_deal
date: period_end
measures:
  velocity: { formula: (open + closed) * won / closed * value / valued / cycle }
  open: { count: state == "open" }
  closed: { count: state != "open" }
  won: { count: state == "won" }
  valued: { count: amount != null }
  value: { sum: amount }
  cycle: { mean: cycle, unit: hours, where: state == "won" }
  per_deal: { formula: value / (open - closed) }
  age: { sum: age, unit: hours, where: state == "open" }
  turns: { formula: (won - open) / (age - 2 * cycle) }
by: [owner]
include: all reps
`,
  `
definition: formula_without_money
title: Follow-ups a lead, weighted
entity: lead
date: captured
measures:
  leads: count
  touches: { sum: follow_ups, where: outcome != "won" }
  p90: { percentile: 90, of: follow_ups, where: outcome == "won" }
  each: { formula: touches * 1.5 / leads }
  spread: { formula: p90 - touches / (leads - 2) }
by: [channel]
`,
  ...['at_event', 'at_assignment', 'today'].flatMap((owner) =>
    ['now', 'then'].map(
      (known) => `
definition: credited_${owner}_${known}
title: Credited
entity: ${owner === 'today' ? 'deal' : 'follow_up'}
date: ${owner === 'today' ? 'opened' : 'made'}
credit: { owner: ${owner}, known: ${known} }
related:
  again: { entity: follow_up, where: by == this.owner }
measures:
  count: count
  again: { sum: again.count }
by: [owner, team, rep_teams]
include: all reps
`,
    ),
  ),
  ...['deal', 'sla_clock', 'decision', 'stage_visit'].map(
    (entity, at) => `
definition: credited_${entity}
title: Credited
entity: ${entity}
date: ${['opened', 'started', 'decided', 'entered'][at]!}
credit: { owner: ${at % 2 ? 'at_assignment' : 'at_event'}, known: then }
measure: count
by: [owner, rep_teams]
`,
  ),
];

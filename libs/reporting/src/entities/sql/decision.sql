-- One row per decision of a policy about a lead, with what became of it. A lead that was held is decided anew: that is a decision of its own.
select d.decision_id as id, d.lead, d.event_id as event, d.position, d.revision, d.start_at, d.day, d.time_precision, d.actor, d.actor_kind,
  d.policy, d.policy_version, d.team, d.mode, d.rule_kind, d.rule, d.strategy, d.candidates, d.fallback, d.owner as chosen, d.holder_kind as chosen_kind, d.holder as chosen_holder,
  d.type = 'assignment.held' as held, s.because as superseded_because,
  o.decision_id is not null as overridden, o.owner as overridden_to, o.by_rep as overridden_by,
  o.start_at as overridden_at, o.day as overridden_day, o.time_precision as overridden_precision
from event d
left join (
  select decision_id, because from (
    select decision_id, because, row_number() over (partition by decision_id order by position desc) as nth from event where type = 'assignment.superseded'
  ) ranked where nth = 1
) s on s.decision_id = d.decision_id
left join (
  select decision_id, owner, by_rep, start_at, day, time_precision from (
    select decision_id, owner, by_rep, start_at, day, time_precision, row_number() over (partition by decision_id order by position desc) as nth
    from event where type = 'assignment.overridden'
  ) ranked where nth = 1
) o on o.decision_id = d.decision_id
where @is_one_of(d.type, 'assignment.decided', 'assignment.held')

-- One row per service clock: when it began, what it was given, and how it went as far as is known.
select s.sla as id, s.subject as lead, s.event_id as event, s.position, s.revision, s.actor, s.actor_kind, s.clock, s.stops, s.policy, s.policy_version,
  s.calendar, s.version as calendar_version, s.target_ms,
  s.clock_at as start_at, cast(null as date) as day, 'instant' as time_precision,
  coalesce(c.resumed.due_at, s.due_at) as due_at, cast(null as date) as due_day, 'instant' as due_precision,
  c.met.met_at, cast(null as date) as met_day, 'instant' as met_precision, c.met.late, c.met.elapsed_ms, c.met.met_by,
  c.breach.breached_at, cast(null as date) as breached_day, 'instant' as breached_precision,
  c.breach.owner as breach_owner, c.breach.team as breach_team, c.breach.holder_kind as breach_holder_kind, c.breach.holder as breach_holder,
  c.breach.earlier_owners, coalesce(c.pauses, 0) as pauses, coalesce(c.breach.breached_at, c.met.met_at) as settled_at, coalesce(c.breach.noted, c.met.noted) as settled_position,
  case when c.met is not null then case when c.met.late then 'met late' else 'met' end
    when c.breach is not null then 'breached' when c.last_change = 'lead.sla-paused' then 'paused' else 'running' end as state
from event s
left join (
  select sla, count(*) filter (where type = 'lead.sla-paused') as pauses,
    @of_greatest(type, position) filter (where type in ('lead.sla-paused', 'lead.sla-resumed')) as last_change,
    @of_greatest(@record(due_at := due_at), position) filter (where type = 'lead.sla-resumed') as resumed,
    @of_greatest(@record(met_at := clock_at, late := late, elapsed_ms := elapsed_ms, met_by := by_rep, noted := position), position) filter (where type = 'lead.sla-met') as met,
    @of_greatest(@record(breached_at := due_at, owner := owner, team := team, holder_kind := holder_kind, holder := holder, earlier_owners := earlier_owners, noted := position), position)
      filter (where type = 'lead.sla-breached') as breach
  from event where @is_one_of(type, 'lead.sla-paused', 'lead.sla-resumed', 'lead.sla-met', 'lead.sla-breached') group by sla
) c on c.sla = s.sla
where s.type = 'lead.sla-started'

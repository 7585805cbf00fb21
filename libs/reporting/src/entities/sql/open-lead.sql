-- Leads that are live when the period ends, as they are then.
with ending as (
  select subject as lead, @of_greatest(type, @order_of(start_at, revision)) as type
  from event where {{is_past}} and @is_one_of(type, 'lead.won', 'lead.lost', 'lead.closed', 'lead.marked-invalid', 'lead.reopened')
  group by subject
),
ownership_then as (
  select subject as lead, owner, team, holder_kind, holder, start_at, revision, until_at from event
  where {{is_past}} and @is_one_of(type, 'lead.captured', 'lead.assigned', 'lead.claimed', 'lead.transferred', 'lead.released', 'lead.recycled', 'lead.ownership-corrected')
),
-- A correction that names its end covers what was recorded before it (docs/adr/0042).
correction_then as (
  select lead, start_at, revision from (
    select lead, start_at, revision, row_number() over (partition by lead order by revision desc) as nth from ownership_then where until_at >= {{end_at}}
  ) ranked where nth = 1
),
holder_then as (
  select lead, owner, team, holder_kind, holder from (
    select o.lead, o.owner, o.team, o.holder_kind, o.holder,
      row_number() over (partition by o.lead order by case when o.until_at is null then 0 else 1 end, o.start_at desc, o.revision desc) as nth
    from ownership_then o left join correction_then c on c.lead = o.lead
    where c.revision = o.revision or (o.until_at is null and (c.revision is null or (o.start_at >= c.start_at and o.revision > c.revision)))
  ) ranked where nth = 1
),
stage_then as (
  select lead, stage, start_at, day, time_precision from (
    select subject as lead, stage, start_at, day, time_precision, row_number() over (partition by subject order by start_at desc, revision desc) as nth
    from event where {{is_past}} and type = 'lead.stage-entered'
  ) ranked where nth = 1
),
touch as (
  select lead, start_at, day, time_precision, follow_ups from (
    select subject as lead, start_at, day, time_precision, count(*) over (partition by subject) as follow_ups,
      row_number() over (partition by subject order by start_at desc, revision desc) as nth
    from event where {{is_past}} and type = 'lead.follow-up-recorded' and not automatic
  ) ranked where nth = 1
),
by_owner as (
  select p.lead, count(*) as owner_follow_ups
  from (select subject as lead, by_rep from event where {{is_past}} and type = 'lead.follow-up-recorded' and not automatic) p
  join holder_then h on h.lead = p.lead and h.owner = p.by_rep group by p.lead
)
select c.lead as id, c.lead, c.event_id as event, c.position, c.revision, @before({{end_at}}) as start_at, {{last_day}} as day,
  h.owner, h.team, h.holder_kind, h.holder, s.stage, s.start_at as stage_at, s.day as stage_day, s.time_precision as stage_precision,
  c.start_at as captured_at, c.day as captured_day, c.time_precision as captured_precision,
  t.start_at as touched_at, t.day as touched_day, t.time_precision as touched_precision,
  coalesce(t.follow_ups, 0) as follow_ups, coalesce(b.owner_follow_ups, 0) as owner_follow_ups
from (select subject as lead, event_id, position, revision, start_at, day, time_precision from event where {{is_past}} and type = 'lead.captured') c
left join ending e on e.lead = c.lead
left join holder_then h on h.lead = c.lead
left join stage_then s on s.lead = c.lead
left join touch t on t.lead = c.lead
left join by_owner b on b.lead = c.lead
where e.type is null or e.type = 'lead.reopened'

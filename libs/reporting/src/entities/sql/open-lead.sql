-- Leads that are live when the period ends, as they are then.
with past as (
  select subject as lead, type, start_at, day, time_precision, revision, position, event_id, owner, team, holder_kind, holder, until_at, automatic, by_rep, stage
  from event where category = 'lead' and case when day is not null then day < {{end_day}} else start_at < {{end_at}} end
),
ending as (
  select lead, type from (
    select lead, type, row_number() over (partition by lead order by start_at desc, revision desc) as nth
    from past where @is_one_of(type, 'lead.won', 'lead.lost', 'lead.closed', 'lead.marked-invalid', 'lead.reopened')
  ) ranked where nth = 1
),
ownership_then as (
  select lead, owner, team, holder_kind, holder, start_at, revision, until_at from past
  where @is_one_of(type, 'lead.captured', 'lead.assigned', 'lead.claimed', 'lead.transferred', 'lead.released', 'lead.recycled', 'lead.ownership-corrected')
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
    select lead, stage, start_at, day, time_precision, row_number() over (partition by lead order by start_at desc, revision desc) as nth
    from past where type = 'lead.stage-entered'
  ) ranked where nth = 1
),
touch as (
  select lead, start_at, day, time_precision, follow_ups from (
    select lead, start_at, day, time_precision, count(*) over (partition by lead) as follow_ups,
      row_number() over (partition by lead order by start_at desc, revision desc) as nth
    from past where type = 'lead.follow-up-recorded' and not automatic
  ) ranked where nth = 1
),
by_owner as (
  select p.lead, count(*) as owner_follow_ups from past p join holder_then h on h.lead = p.lead and h.owner = p.by_rep
  where p.type = 'lead.follow-up-recorded' and not p.automatic group by p.lead
)
select c.lead as id, c.lead, c.event_id as event, c.position, c.revision, @before({{end_at}}) as start_at, {{last_day}} as day,
  h.owner, h.team, h.holder_kind, h.holder, s.stage, s.start_at as stage_at, s.day as stage_day, s.time_precision as stage_precision,
  c.start_at as captured_at, c.day as captured_day, c.time_precision as captured_precision,
  t.start_at as touched_at, t.day as touched_day, t.time_precision as touched_precision,
  coalesce(t.follow_ups, 0) as follow_ups, coalesce(b.owner_follow_ups, 0) as owner_follow_ups
from (select * from past where type = 'lead.captured') c
left join ending e on e.lead = c.lead
left join holder_then h on h.lead = c.lead
left join stage_then s on s.lead = c.lead
left join touch t on t.lead = c.lead
left join by_owner b on b.lead = c.lead
where e.type is null or e.type = 'lead.reopened'

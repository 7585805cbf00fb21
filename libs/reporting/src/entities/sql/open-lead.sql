-- Leads that are live when the period ends, as they are then.
with past as (
  select subject as lead, type, start_at, day, time_precision, revision, position, event_id, owner, team, holder_kind, holder, until_at, automatic, by_rep, stage
  from event where category = 'lead' and case when day is not null then day < {{end_day}} else start_at < {{end_at}} end
),
ending as (
  select lead, type from past where type in ('lead.won', 'lead.lost', 'lead.closed', 'lead.marked-invalid', 'lead.reopened')
  qualify row_number() over (partition by lead order by start_at desc, revision desc) = 1
),
ownership_then as (
  select lead, owner, team, holder_kind, holder, start_at, revision, until_at from past
  where type in ('lead.captured', 'lead.assigned', 'lead.claimed', 'lead.transferred', 'lead.released', 'lead.recycled', 'lead.ownership-corrected')
),
-- A correction that names its end covers what was recorded before it (docs/adr/0042).
correction_then as (
  select * from ownership_then where until_at >= {{end_at}}
  qualify row_number() over (partition by lead order by revision desc) = 1
),
holder_then as (
  select o.lead, o.owner, o.team, o.holder_kind, o.holder from ownership_then o left join correction_then c using (lead)
  where c.revision = o.revision or (o.until_at is null and (c.revision is null or (o.start_at >= c.start_at and o.revision > c.revision)))
  qualify row_number() over (partition by o.lead order by o.until_at is null desc, o.start_at desc, o.revision desc) = 1
),
stage_then as (
  select lead, stage, start_at, day, time_precision from past where type = 'lead.stage-entered'
  qualify row_number() over (partition by lead order by start_at desc, revision desc) = 1
),
touch as (
  select lead, start_at, day, time_precision, count(*) over (partition by lead) as follow_ups from past where type = 'lead.follow-up-recorded' and not automatic
  qualify row_number() over (partition by lead order by start_at desc, revision desc) = 1
),
by_owner as (
  select p.lead, count(*) as owner_follow_ups from past p join holder_then h on h.lead = p.lead and h.owner = p.by_rep
  where p.type = 'lead.follow-up-recorded' and not p.automatic group by p.lead
)
select c.lead as id, c.lead, c.event_id as event, c.position, c.revision, {{end_at}} - interval 1 millisecond as start_at, {{last_day}} as day,
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

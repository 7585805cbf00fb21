-- Each day of the period on which a lead was there, with who had it and how it stood when the day ended. Rows are made per change and spread over
-- their days as they are read: memory grows with the changes, not with the days. Days after the last thing known are not there yet.
with horizon as (select {{day_of last_at}} as day from (select {{horizon}} as last_at)),
change as (
  select lead, coalesce({{day_of from_at}}, date '0001-01-01') as day, from_at as begins, 0 as revision,
    @record(owner := owner, team := team, holder_kind := holder_kind, holder := holder) as held, cast(null as date) as contact, cast(null as boolean) as live, cast(null as date) as captured
  from holding
  union all
  select subject, coalesce(day, {{day_of start_at}}, date '0001-01-01'), start_at, revision, null, null, type in ('lead.captured', 'lead.reopened'),
    case when type = 'lead.captured' then coalesce(day, {{day_of start_at}}, date '0001-01-01') end
  from event where @is_one_of(type, 'lead.captured', 'lead.won', 'lead.lost', 'lead.closed', 'lead.marked-invalid', 'lead.reopened')
  union all
  select subject, coalesce(day, {{day_of start_at}}), start_at, revision, null, coalesce(day, {{day_of start_at}}), null, null
  from event where type = 'lead.follow-up-recorded' and not automatic and direction = 'outbound' and coalesce(day, {{day_of start_at}}) is not null
),
state as (
  select lead, day, lead(day) over ordered as next_day, max(captured) over (partition by lead) as captured,
    @last_known(held) over so_far as held, @last_known(live) over so_far as live, max(contact) over so_far as contact
  from change
  window ordered as (partition by lead order by day, begins, revision),
    so_far as (partition by lead order by day, begins, revision rows between unbounded preceding and current row)
),
spread as (
  select lead, held, live, contact, captured, @each_day(greatest(day, captured, {{from_day}}), least(coalesce(next_day, {{end_day}}), {{end_day}}, (select day from horizon) + 1)) as day
  from state where captured is not null and (next_day is null or next_day > day)
)
select d.lead || ' ' || @date_text(d.day) as id, d.lead, c.event_id as event, c.position, c.revision, cast(d.day as timestamp) as start_at, d.day, 'day' as time_precision,
  d.held.owner, d.held.team, d.held.holder_kind, d.held.holder, d.live,
  d.contact as contact_day, nullif(d.captured, date '0001-01-01') as captured_day
from spread d join (select subject as lead, event_id, position, revision from event where type = 'lead.captured') c on c.lead = d.lead

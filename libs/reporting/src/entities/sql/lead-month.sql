-- Leads that were live when a month of the period ended, as they were then. The last month ends with the period, or with the last day of which anything
-- is known. Rows are made per change and meet the ends of months as they are read: memory grows with the changes, not with the months.
with horizon as (select {{day_of last_at}} as day from (select {{horizon}} as last_at)),
month_end as (
  select distinct least(m.day, h.day) as day from (values {{month_ends}}) m(day) cross join horizon h where h.day is not null
),
change as (
  select lead, coalesce({{day_of from_at}}, date '0001-01-01') as day, from_at as begins, 0 as revision,
    @record(owner := owner, team := team, holder_kind := holder_kind, holder := holder) as held, cast(null as boolean) as live, cast(null as date) as captured, cast(null as varchar) as patch
  from holding
  union all
  select subject, coalesce(day, {{day_of start_at}}, date '0001-01-01'), start_at, revision, null,
    case when type <> 'lead.attributes-changed' then type in ('lead.captured', 'lead.reopened') end,
    case when type = 'lead.captured' then coalesce(day, {{day_of start_at}}, date '0001-01-01') end,
    case when type in ('lead.captured', 'lead.attributes-changed') then coalesce(attributes, '{}') end
  from event where @is_one_of(type, 'lead.captured', 'lead.won', 'lead.lost', 'lead.closed', 'lead.marked-invalid', 'lead.reopened', 'lead.attributes-changed')
),
state as (
  select lead, day, lead(day) over ordered as next_day, max(captured) over (partition by lead) as captured,
    @last_known(held) over so_far as held, @last_known(live) over so_far as live,
    @list(patch) filter (where patch is not null) over so_far as patches
  from change
  window ordered as (partition by lead order by day, begins, revision),
    so_far as (partition by lead order by day, begins, revision rows between unbounded preceding and current row)
)
select s.lead || ' ' || @date_text(m.day) as id, s.lead, c.event_id as event, c.position, c.revision, cast(m.day as timestamp) as start_at, m.day, 'day' as time_precision,
  s.held.owner, s.held.team, s.held.holder_kind, s.held.holder, nullif(s.captured, date '0001-01-01') as captured_day,
  @overlaid(s.patches) as attributes
from state s
join month_end m on m.day >= s.day and m.day >= s.captured and (s.next_day is null or m.day < s.next_day)
join (select subject as lead, event_id, position, revision from event where type = 'lead.captured') c on c.lead = s.lead
where s.live

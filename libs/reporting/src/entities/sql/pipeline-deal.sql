-- Deals that were open at some time of the period, as they stand when it ends. What was closed before the period, and not reopened, is not there.
with ending as (
  select lead, type, start_at, day, time_precision, event_id, amount, currency from (
    select subject as lead, type, start_at, day, time_precision, event_id, amount, currency, row_number() over (partition by subject order by start_at desc, revision desc) as nth
    from event where {{is_past}} and @is_one_of(type, 'lead.won', 'lead.lost', 'lead.closed', 'lead.marked-invalid', 'lead.reopened')
  ) ranked where nth = 1
),
closing as (select * from ending where type <> 'lead.reopened')
select c.lead as id, c.lead, coalesce(e.event_id, c.event_id) as event, c.position, c.revision, @before({{end_at}}) as start_at, {{last_day}} as day,
  case e.type when 'lead.won' then 'won' when 'lead.lost' then 'lost' when 'lead.closed' then 'closed' when 'lead.marked-invalid' then 'invalid' else 'open' end as state,
  e.amount, e.currency, coalesce(e.start_at, @before({{end_at}})) as judged_at,
  c.start_at as opened_at, c.day as opened_day, c.time_precision as opened_precision,
  e.start_at as closed_at, e.day as closed_day, coalesce(e.time_precision, 'unknown') as closed_precision
from (select subject as lead, event_id, position, revision, start_at, day, time_precision from event where {{is_past}} and type = 'lead.captured') c
left join closing e on e.lead = c.lead
where e.lead is null or case when e.day is not null then e.day >= {{from_day}} else e.start_at >= {{from_at}} end

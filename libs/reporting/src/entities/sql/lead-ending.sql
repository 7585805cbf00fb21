-- How a lead stands: its last closing or reopening by (start, revision).
select lead, position, start_at, day, time_precision, event_id, reason, disposition, amount, currency,
  case type when 'lead.won' then 'won' when 'lead.lost' then 'lost' when 'lead.closed' then 'closed' when 'lead.marked-invalid' then 'invalid' else 'open' end as outcome
from (
  select subject as lead, type, position, start_at, day, time_precision, event_id, reason, disposition, amount, currency,
    row_number() over (partition by subject order by start_at desc, revision desc) as nth
  from event where @is_one_of(type, 'lead.won', 'lead.lost', 'lead.closed', 'lead.marked-invalid', 'lead.reopened')
) ranked where nth = 1

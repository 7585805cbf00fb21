-- The clear attributes of a lead as last known: those of its capture, overlaid by each change in order.
select lead, @overlaid(@list(attributes order by start_at, revision)) as attributes
from (
  select subject as lead, type, start_at, revision, coalesce(attributes, '{}') as attributes from event where @is_one_of(type, 'lead.captured', 'lead.attributes-changed')
) change group by lead having count(*) > 1 or min(type) <> 'lead.captured'

-- The clear attributes of a lead as last known: those of its capture, overlaid by each change in order.
select lead, list_reduce(list(attributes order by start_at, revision), lambda before, change: cast(json_merge_patch(before, change) as varchar)) as attributes
from (
  select subject as lead, type, start_at, revision, coalesce(attributes, '{}') as attributes from event where type in ('lead.captured', 'lead.attributes-changed')
) group by lead having count(*) > 1 or any_value(type) <> 'lead.captured'

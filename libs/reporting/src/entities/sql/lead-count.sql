select subject as lead,
  count(*) filter (where type in ('lead.captured', 'lead.inquiry-received')) as inquiries,
  count(*) filter (where type = 'lead.follow-up-recorded' and not automatic) as follow_ups,
  count(*) filter (where type in ('lead.assigned', 'lead.claimed', 'lead.transferred') and owner is not null) as assignments,
  count(*) filter (where type = 'lead.recycled') as recyclings,
  count(*) filter (where type = 'lead.reopened') as reopenings
from event where category = 'lead' group by subject

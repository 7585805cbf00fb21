select subject as lead,
  count(*) filter (type in ('lead.captured', 'lead.inquiry-received')) as inquiries,
  count(*) filter (type = 'lead.follow-up-recorded' and not automatic) as follow_ups,
  count(*) filter (type in ('lead.assigned', 'lead.claimed', 'lead.transferred') and owner is not null) as assignments,
  count(*) filter (type = 'lead.recycled') as recyclings,
  count(*) filter (type = 'lead.reopened') as reopenings
from event where category = 'lead' group by subject

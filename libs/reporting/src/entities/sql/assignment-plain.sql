-- The same where nobody asks for the owner before: only the events that give an owner are read.
select event_id as id, subject as lead, event_id as event, position, revision, start_at, day, time_precision, owner, team, replace(type, 'lead.', '') as via, policy, policy_version, actor, actor_kind,
  cast(null as varchar) as previous_owner, row_number() over (partition by subject order by start_at, revision) as ordinal
from event where @is_one_of(type, 'lead.assigned', 'lead.claimed', 'lead.transferred') and owner is not null

-- What gives a lead an owner (assigned, claimed, transferred; a correction is none), numbered within the lead. The owner before is the last
-- person who had it by (start, revision), corrections included.
select event_id as id, lead, event_id as event, position, revision, start_at, day, time_precision, owner, team, via, policy, policy_version, actor, actor_kind, previous_owner,
  row_number() over (partition by lead order by start_at, revision) as ordinal
from (
  select subject as lead, event_id, position, revision, start_at, day, time_precision, type, owner, team, replace(type, 'lead.', '') as via, policy, policy_version, actor, actor_kind,
    @last_known(owner) over (partition by subject order by start_at, revision rows between unbounded preceding and 1 preceding) as previous_owner
  from event
  where @is_one_of(type, 'lead.captured', 'lead.assigned', 'lead.claimed', 'lead.transferred', 'lead.released', 'lead.recycled', 'lead.ownership-corrected')
) placed where type in ('lead.assigned', 'lead.claimed', 'lead.transferred') and owner is not null

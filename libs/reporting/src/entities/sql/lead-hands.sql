-- Through whose hands a lead went: how many people, how often from one to another, how often back to one who had it before.
select lead, count(distinct owner) as owners,
  count(*) filter (where act and owner is not null and last_owner <> owner) as hand_overs,
  count(*) filter (where act and owner is not null and nth > 1 and direct_owner is distinct from owner) as returns
from (
  select subject as lead, owner, type not in ('lead.captured', 'lead.ownership-corrected') as act,
    lag(owner) over (partition by subject order by start_at, revision) as direct_owner,
    @last_known(owner) over (partition by subject order by start_at, revision rows between unbounded preceding and 1 preceding) as last_owner,
    row_number() over (partition by subject, owner order by start_at, revision) as nth
  from event
  where @is_one_of(type, 'lead.captured', 'lead.assigned', 'lead.claimed', 'lead.transferred', 'lead.released', 'lead.recycled', 'lead.ownership-corrected')
) step group by lead

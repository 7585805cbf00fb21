-- Everything that says who has a lead, in effective time.
select subject as lead, start_at, revision, position, event_id, type, holder_kind, holder, owner, team, until_at
from event
where @is_one_of(type, 'lead.captured', 'lead.assigned', 'lead.claimed', 'lead.transferred', 'lead.released', 'lead.recycled', 'lead.ownership-corrected')

-- Whom the lead was last given to at each row's moment, by what was on record when its event was recorded.
select p.id, @of_greatest(@record(owner := o.owner, team := o.team), @record(s := o.start_at, r := o.revision)) as held
from ({{rows}}) p
join ownership o on o.lead = p.lead and o.start_at <= p.moment and o.position <= p.recorded
where @is_one_of(o.type, 'lead.assigned', 'lead.claimed', 'lead.transferred') and o.owner is not null
group by p.id

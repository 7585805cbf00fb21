-- From when on whom each lead was last given to (assigned, claimed, transferred; a correction is none). One row per lead and instant, for an as-of join.
select subject as lead, start_at as from_at, owner, team from event
where type in ('lead.assigned', 'lead.claimed', 'lead.transferred') and owner is not null
qualify row_number() over (partition by subject, start_at order by revision desc) = 1

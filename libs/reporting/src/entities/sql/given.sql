-- From when on whom each lead was last given to (assigned, claimed, transferred; a correction is none). One row per lead and instant, for an as-of join.
select lead, from_at, owner, team from (
  select subject as lead, start_at as from_at, owner, team, row_number() over (partition by subject, start_at order by revision desc) as nth
  from event where @is_one_of(type, 'lead.assigned', 'lead.claimed', 'lead.transferred') and owner is not null
) ranked where nth = 1

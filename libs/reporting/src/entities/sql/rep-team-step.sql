-- What was told of who is in which team: a row for each team that somebody joins or leaves, leaving the company included.
select subject as rep, team, start_at, revision, position, type <> 'rep.team-left' as joined
from event where @is_one_of(type, 'rep.team-joined', 'rep.membership-confirmed', 'rep.team-left')
union all
select d.subject, t.team, d.start_at, d.revision, d.position, false
from event d
join (select distinct subject, team from event where @is_one_of(type, 'rep.team-joined', 'rep.membership-confirmed')) t on t.subject = d.subject
where d.type = 'rep.deactivated'

-- Everybody, with the teams they are in now. Small tables, read whole.
select rep.rep, rep.name, rep.active, rep.attributes,
       coalesce(array_agg(member.team order by member.team) filter (where member.team is not null), '{}') as teams
from read.rep as rep
left join read.team_membership as member on member.rep = rep.rep and member.effective @> now()
group by rep.rep, rep.name, rep.active, rep.attributes
order by rep.rep

-- Every team, with how many are in it now. Small tables, read whole.
select team.team, team.name, count(distinct member.rep)::integer as members
from read.team as team
left join read.team_membership as member on member.team = team.team and member.effective @> now()
group by team.team, team.name
order by team.team

-- The teams of each rep from a day of the report's zone on: of several changes on one day, what holds when it ends.
select rep, from_day, @of_greatest(@record(teams := teams), from_at).teams as teams
from (select rep, from_at, teams, coalesce({{day_of from_at}}, date '0001-01-01') as from_day from rep_teams) changes
group by rep, from_day

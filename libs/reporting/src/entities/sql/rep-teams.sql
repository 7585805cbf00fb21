-- The teams of each rep, and from when on: ids in their order with commas, null where there is none. In each team what was told last, by (start,
-- revision), holds. One row per rep and instant, for an as-of join; `is_last` is what holds today.
with step as (
  select rep, team, start_at, joined from (
    select rep, team, start_at, joined, row_number() over (partition by rep, team, start_at order by revision desc) as nth from rep_team_step
  ) ranked where nth = 1
),
span as (select rep, team, start_at as from_at, joined, lead(start_at) over (partition by rep, team order by start_at) as until_at from step)
select c.rep, c.from_at, c.from_at = max(c.from_at) over (partition by c.rep) as is_last, nullif(@joined(@list(s.team)), '') as teams
from (select distinct rep, from_at from span) c
left join span s on s.rep = c.rep and s.joined and s.from_at <= c.from_at and (s.until_at is null or s.until_at > c.from_at)
group by c.rep, c.from_at

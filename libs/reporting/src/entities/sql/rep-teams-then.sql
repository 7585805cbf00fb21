-- The teams of the rep of each row at the row's moment, by what was on record when its event was recorded.
select id, @joined(@list(team)) as teams from (
  select p.id, s.team, @of_greatest(s.joined, @record(s := s.start_at, r := s.revision)) as joined
  from ({{rows}}) p join rep_team_step s on s.rep = p.rep and s.start_at <= p.moment and s.position <= p.recorded
  group by p.id, s.team
) last_told where joined group by id

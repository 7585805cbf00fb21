-- Everyone who held a live lead at $1 as known at position $2, or at $3 where given; one row a lead, streamed.
select o.lead, l.external_id, o.holder_kind, o.holder_id, o.owner, rep.name as owner_name, o.team, team.name as team_name, o.since_value, o.since_precision
  from read.ownership_period o
  join read.lead_status_period s on s.stream = o.stream
  left join read.lead l on l.lead = o.lead
  left join read.rep rep on rep.rep = o.owner
  left join read.team team on team.team = o.team
 where s.status = 'open'
   and o.effective @> $1::timestamptz
   and ($3::timestamptz is null and o.positions @> $2::bigint or o.known @> $3::timestamptz)
   and s.effective @> $1::timestamptz
   and ($3::timestamptz is null and s.positions @> $2::bigint or s.known @> $3::timestamptz)
 order by o.lead

-- How many live leads everyone held at $1 as known at position $2, or at $3 where given, by the team they count for.
select o.holder_kind, o.holder_id, o.team, count(*)::int as leads
  from read.ownership_period o
  join read.lead_status_period s on s.stream = o.stream
 where s.status = 'open'
   and read.is_effective(o.effective, $1::timestamptz)
   and read.is_known(o.positions, o.known, $2::bigint, $3::timestamptz)
   and read.is_effective(s.effective, $1::timestamptz)
   and read.is_known(s.positions, s.known, $2::bigint, $3::timestamptz)
 group by o.holder_kind, o.holder_id, o.team
 order by o.holder_kind, o.holder_id, o.team

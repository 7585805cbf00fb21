-- How many live leads everyone held at $1 as known at position $2, or at $3 where given, by the team they count for.
select o.holder_kind, o.holder_id, o.team, count(*)::int as leads
  from read.ownership_period o
  join read.lead_status_period s on s.stream = o.stream
 where s.status = 'open'
   and lower(o.effective) <= $1::timestamptz and upper(o.effective) > $1::timestamptz
   and case when $3::timestamptz is null
         then lower(o.positions) <= $2::bigint and (upper_inf(o.positions) or upper(o.positions) > $2::bigint)
         else lower(o.known) <= $3::timestamptz and upper(o.known) > $3::timestamptz end
   and lower(s.effective) <= $1::timestamptz and upper(s.effective) > $1::timestamptz
   and case when $3::timestamptz is null
         then lower(s.positions) <= $2::bigint and (upper_inf(s.positions) or upper(s.positions) > $2::bigint)
         else lower(s.known) <= $3::timestamptz and upper(s.known) > $3::timestamptz end
 group by o.holder_kind, o.holder_id, o.team
 order by o.holder_kind, o.holder_id, o.team

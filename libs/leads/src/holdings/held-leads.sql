-- The live leads that the holder ($4 kind, $5 id) had at $1 as known at position $2, or at $3 where given, with the card where the one of the
-- table holds for that moment (else null: it is folded from the events).
-- Indexes: ownership_period (holder_kind, holder_id, upper(effective)), lead_status_period (stream), lead (lead).
select o.stream, o.lead, o.since_value, o.since_precision,
       case when l.settled_at <= $1::timestamptz
             and ($3::timestamptz is null and l.last_position <= $2::bigint or l.last_known_at <= $3::timestamptz) then l.card end as card
  from read.ownership_period o
  join read.lead_status_period s on s.stream = o.stream
  left join read.lead l on l.lead = o.lead
 where o.holder_kind = $4 and o.holder_id = $5
   and s.status = 'open'
   and lower(o.effective) <= $1::timestamptz and upper(o.effective) > $1::timestamptz
   and case when $3::timestamptz is null
         then lower(o.positions) <= $2::bigint and (upper_inf(o.positions) or upper(o.positions) > $2::bigint)
         else lower(o.known) <= $3::timestamptz and upper(o.known) > $3::timestamptz end
   and lower(s.effective) <= $1::timestamptz and upper(s.effective) > $1::timestamptz
   and case when $3::timestamptz is null
         then lower(s.positions) <= $2::bigint and (upper_inf(s.positions) or upper(s.positions) > $2::bigint)
         else lower(s.known) <= $3::timestamptz and upper(s.known) > $3::timestamptz end
 order by o.lead

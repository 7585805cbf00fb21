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
   and read.is_effective(o.effective, $1::timestamptz)
   and read.is_known(o.positions, o.known, $2::bigint, $3::timestamptz)
   and read.is_effective(s.effective, $1::timestamptz)
   and read.is_known(s.positions, s.known, $2::bigint, $3::timestamptz)
 order by o.lead

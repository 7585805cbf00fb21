-- The leads that rep $1 has now as known now (`held`: live ones), and those it took since $2 by claim, assignment or from a colleague.
-- One statement: ownership and status are written in one transaction. Index: ownership_period (holder_kind, holder_id, upper(effective)).
select o.lead, o.cause, from_pool.holder_id as pool,
       upper(o.effective) > now() and s.stream is not null as held,
       lower(o.effective) >= $2::timestamptz and o.cause not in ('capture', 'correction', 'release', 'recycle') as taken,
       (select position from read.checkpoint where name = 'spine') as head
  from read.ownership_period o
  left join read.lead_status_period s
    on s.stream = o.stream and s.status = 'open' and upper_inf(s.positions) and s.effective @> now()
  left join read.ownership_period from_pool
    on from_pool.stream = o.stream and from_pool.holder_kind = 'pool' and upper_inf(from_pool.positions)
   and o.cause = 'claim' and upper(from_pool.effective) = lower(o.effective)
 where o.holder_kind = 'person' and o.holder_id = $1
   and upper_inf(o.positions)
   and (upper(o.effective) > now() or upper(o.effective) >= $2::timestamptz)

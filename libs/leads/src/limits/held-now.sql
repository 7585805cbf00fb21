-- The live leads that rep $1 has now as known now. Index: ownership_period (holder_kind, holder_id, upper(effective)).
select o.lead
  from read.ownership_period o
  join read.lead_status_period s on s.stream = o.stream and s.status = 'open' and upper_inf(s.positions) and s.effective @> now()
 where o.holder_kind = 'person' and o.holder_id = $1 and upper(o.effective) > now() and lower(o.effective) <= now()
   and upper_inf(o.positions)

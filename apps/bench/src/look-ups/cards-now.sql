-- The cards of the open leads that person $1 holds now.
select o.lead, l.card
  from read.ownership_period o join read.lead l on l.lead = o.lead
 where o.holder_kind = 'person' and o.holder_id = $1 and upper(o.effective) = 'infinity' and upper_inf(o.positions) and l.status = 'open'
 order by o.lead

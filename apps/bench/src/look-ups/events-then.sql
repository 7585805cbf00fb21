-- The events of the leads that person $1 held at $2, live or not: what a card of that instant is folded from.
select e.position, e.event
  from read.ownership_period o join read.log_entry e on e.stream = o.stream
 where o.holder_kind = 'person' and o.holder_id = $1
   and lower(o.effective) <= $2::timestamptz and upper(o.effective) > $2::timestamptz and upper_inf(o.positions)
 order by e.stream, e.revision

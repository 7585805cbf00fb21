-- First where the spine ends (`event` null), then the events of the types $2 after position $1 up to there, in log order, $3 at most: one statement
-- sees one state. Primary key of the spine.
with head as (select position from read.checkpoint where name = 'spine')
select position, null::json as event, 0 as part from head
union all
(select entry.position, entry.event, 1
   from read.log_entry as entry, head
  where entry.type = any ($2::text[]) and entry.position > $1 and entry.position <= head.position
  order by entry.position
  limit $3)
order by part, position

-- Streams of leads after $1 in their order, $2 at most, with all their events up to position $3. Index: log_entry (stream, revision).
with page as (
  select distinct stream from read.log_entry
   where stream > $1 and stream >= 'lead-' and stream < 'lead.' and revision = 0
   order by stream limit $2
)
select e.position, e.event
  from page join read.log_entry e using (stream)
 where e.position <= $3
 order by e.stream, e.revision

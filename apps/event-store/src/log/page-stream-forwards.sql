-- Events of stream $4 at and after revision $1, at most $2 of them and about $3 bytes. Index: one_event_per_revision.
select e.position, e.revision, e.created_ms, e.is_json, e.id, e.type, e.data, e.metadata
from (
  select *, sum(octet_length(data) + octet_length(metadata)) over (order by revision rows between unbounded preceding and 1 preceding) as before
  from (select * from event_store.event where stream_id = $4 and revision >= $1 order by revision limit $2) page
) e
where coalesce(e.before, 0) < $3
order by e.revision

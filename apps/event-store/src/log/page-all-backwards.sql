-- Events strictly before position $1, at most $2 of them and about $3 bytes (always one where there is one). Index: event_pkey.
-- The running sum looks at lengths only, so a page of large events does not detoast those it leaves out.
select e.position, s.name, e.revision, e.created_ms, e.is_json, e.id, e.type, e.data, e.metadata
from (
  select *, sum(octet_length(data) + octet_length(metadata)) over (order by position desc rows between unbounded preceding and 1 preceding) as before
  from (select * from event_store.event where position < $1 order by position desc limit $2) page
) e
join event_store.stream s on s.id = e.stream_id
where coalesce(e.before, 0) < $3
order by e.position desc

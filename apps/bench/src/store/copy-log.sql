copy (
  select e.position, s.name, e.revision, e.created_ms, e.is_json, e.id, e.type, e.data, e.metadata
  from event_store.event e join event_store.stream s on s.id = e.stream_id
  order by e.position
) to stdout

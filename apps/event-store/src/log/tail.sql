select (select coalesce(max(position), 0) from event_store.event) as position, (select coalesce(max(id), 0) from event_store.stream) as stream_id

-- $1 events in streams of ten, as the server itself would have stored them; both tables empty before.
with streams as (
  insert into event_store.stream (id, name)
  select n, convert_to('long-' || n, 'UTF8') from generate_series(1, ($1::bigint + 9) / 10) n
)
insert into event_store.event (position, stream_id, revision, created_ms, is_json, id, type, data, metadata)
select p, (p - 1) / 10 + 1, (p - 1) % 10, 1700000000000 + p, true, md5(p::text)::uuid, 'lead.noted',
       convert_to('{"n":' || p || ',"text":"' || repeat('x', 300) || '"}', 'UTF8'), convert_to('{"by":"test"}', 'UTF8')
from generate_series(1, $1::bigint) p

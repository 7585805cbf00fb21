-- Ids of the events at the revisions that a retried append would have taken: stream ids $1, first revisions $2, counts $3.
select wanted.stream_id, e.revision, e.id, e.position
from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as wanted (stream_id, first, count)
join event_store.event e on e.stream_id = wanted.stream_id and e.revision >= wanted.first and e.revision < wanted.first + wanted.count

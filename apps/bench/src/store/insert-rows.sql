-- The rows that an append to a new stream leaves: stream $1 named $2, and at $3 one event of data $4 and metadata $5 for each id of $6.
with new_stream as (
  insert into stream (id, name) values ($1, $2)
)
insert into event (stream_id, revision, created_ms, is_json, id, type, data, metadata)
select $1, ord - 1, $3, true, id, 'lead.follow-up-recorded', $4, $5 from unnest($6::uuid[]) with ordinality as one (id, ord)

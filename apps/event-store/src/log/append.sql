-- One group commit: new streams and all events of the batch in one statement, hence one transaction and one round trip.
-- $1 ids and $2 names of new streams; $3–$11 columns of the events, in position order; $12 names that must not exist, because streams were taken for
-- new without looking: one that does fails the statement, and so does a name of $2 that exists. Index: stream_by_name.
with new_stream as (
  insert into event_store.stream (id, name) select * from unnest($1::bigint[], $2::bytea[])
)
insert into event_store.event (position, stream_id, revision, created_ms, is_json, id, type, data, metadata)
select * from unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::boolean[], $8::uuid[], $9::text[], $10::bytea[], $11::bytea[])
where 0 = (
  select count(event_store.refuse_known(s.name))
  from unnest($12::bytea[]) as absent (name)
  join event_store.stream s on sha256(s.name) = sha256(absent.name)
)

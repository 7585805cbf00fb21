-- The ids of the last $1 events, oldest first: retries with any expected revision are recognised across a restart.
select * from (select stream_id, revision, id, position from event_store.event order by position desc limit $1) recent order by position

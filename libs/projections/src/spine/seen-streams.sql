-- Streams as far as the spine has them. Stream by stream over the unique index on (stream, revision): asked for all at once of a table that has
-- just grown, the planner would rather read all of it.
select seen.event, seen.store_commit as commit, seen.store_prepare as prepare
  from unnest($1::text[]) as wanted (stream)
 cross join lateral (
   select revision, event, store_commit, store_prepare from read.log_entry where stream = wanted.stream collate "C" order by revision
 ) as seen
 order by wanted.stream, seen.revision

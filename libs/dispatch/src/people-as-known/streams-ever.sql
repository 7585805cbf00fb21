-- Streams in which an event of the types $3 ever stood, as known at position $1, or at $2, where given. Index: log_entry (type, position); all of these are rare.
select distinct stream
  from read.log_entry
 where type = any ($3::text[]) and ($1::bigint is null or position <= $1) and ($2::timestamptz is null or known_at <= $2)
 order by stream

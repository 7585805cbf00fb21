select stream, max(revision) as revision
  from read.log_entry
 where stream = any ($1::text[])
   and position <= $2::bigint
   and ($3::timestamptz is null or known_at <= $3::timestamptz)
 group by stream

-- Events of the types $4 in the streams $1 up to position $2, or recorded by $3, where given; in order. Index: log_entry (stream, revision).
select position, event
  from read.log_entry
 where stream = any ($1::text[]) and type = any ($4::text[])
   and ($2::bigint is null or position <= $2) and ($3::timestamptz is null or known_at <= $3)
 order by stream, revision

-- Events of the types $1 in the streams of the category $4, up to position $2, or recorded by $3, where given; in the order of each stream.
-- Index: log_entry (stream, revision), whose collation is "C": '.' follows '-'.
select position, event
  from read.log_entry
 where stream >= $4::text || '-' and stream < $4::text || '.' and type = any ($1::text[])
   and ($2::bigint is null or position <= $2) and ($3::timestamptz is null or known_at <= $3)
 order by stream, revision

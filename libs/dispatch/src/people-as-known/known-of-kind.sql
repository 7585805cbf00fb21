-- Events of the types $1, of whatever stream, up to position $2, or recorded by $3, where given; in the order of each stream. Index: log_entry (type, position):
-- all of them are rare, and reservations, which stand in the same streams by the thousand, are not looked at.
select position, event
  from read.log_entry
 where type = any ($1::text[]) and ($2::bigint is null or position <= $2) and ($3::timestamptz is null or known_at <= $3)
 order by stream, revision

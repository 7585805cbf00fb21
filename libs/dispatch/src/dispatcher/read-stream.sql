-- One stream up to a position. Unique index on (stream, revision).
select position, event from read.log_entry where stream = $1 and position <= $2 order by revision

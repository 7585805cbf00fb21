-- Events of the types $2 after position $1 up to $3, in log order, $4 at most. Primary key of the spine.
select position, event
  from read.log_entry
 where type = any ($2::text[]) and position > $1 and position <= $3
 order by position
 limit $4

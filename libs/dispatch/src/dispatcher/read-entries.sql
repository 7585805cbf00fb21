-- The log after a position, in its order: what the fold of dispatch is told next. Primary key of the spine.
select position, event from read.log_entry where position > $1 order by position limit $2

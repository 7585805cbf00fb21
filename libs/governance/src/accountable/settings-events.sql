-- Every event on the settings of the organisation, up to position $1 (null: all) and known at $2 (null: whenever), in order.
-- Uses the unique index on (stream, revision).
select event
from read.log_entry
where stream = 'settings'
  and ($1::bigint is null or position <= $1)
  and ($2::timestamptz is null or known_at <= $2)
order by revision

-- Every version of all rates, as known at $2 (null: whenever) and up to position $1 (null: all).
-- Uses the unique index on (stream, revision): the streams of rates lie together in it.
select event
from read.log_entry
where stream >= 'rates-' and stream < 'rates.'
  and ($1::bigint is null or position <= $1)
  and ($2::timestamptz is null or known_at <= $2)
order by stream, revision

-- Every event of every vocabulary in the order of each stream, up to position $1 (null: all) and known at $2 (null: whenever).
-- Uses the unique index on (stream, revision).
select position, event
from read.log_entry
where stream >= 'vocabulary-' and stream < 'vocabulary.'
  and ($1::bigint is null or position <= $1)
  and ($2::timestamptz is null or known_at <= $2)
order by stream, revision

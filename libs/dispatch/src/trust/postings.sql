-- Postings to the account of policy $3 outside a decision, recorded in [$1, $2), as known at position $4 or at $5, where given. Index: log_entry (stream,
-- revision).
select event #>> '{data,rep}' as rep, (event #>> '{data,turns}')::integer as turns
from read.log_entry
where stream >= 'dispatch-' and stream < 'dispatch.' and type = 'fairness.posted' and event #>> '{data,account}' = $3 and known_at >= $1::timestamptz and known_at < $2::timestamptz
  and ($4::bigint is null or position <= $4) and ($5::timestamptz is null or known_at <= $5)
order by position

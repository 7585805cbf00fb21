-- Postings to the account of policy $3 outside a decision, recorded in [$1, $2). Index: log_entry (type, position).
select event #>> '{data,rep}' as rep, (event #>> '{data,turns}')::integer as turns
from read.log_entry
where type = 'fairness.posted' and event #>> '{data,account}' = $3 and known_at >= $1::timestamptz and known_at < $2::timestamptz
order by position

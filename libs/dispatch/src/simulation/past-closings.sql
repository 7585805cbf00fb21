-- Every time a lead ceased to be open (milliseconds since the epoch), who owned it then, and its attributes, as known at $2, or at position $1
-- where that is null. In the order of time and lead.
select status.lead,
       status.status,
       extract(epoch from lower(status.effective))::float8 * 1000 as at,
       period.owner,
       lead.card -> 'attributes' as attributes
from read.lead_status_period as status
join read.lead as lead on lead.lead = status.lead
left join read.ownership_period as period
  on period.stream = status.stream and period.effective @> lower(status.effective)
 and case when $2::timestamptz is null then period.positions @> $1::bigint else period.known @> $2::timestamptz end
where status.status <> 'open'
  and case when $2::timestamptz is null then status.positions @> $1::bigint else status.known @> $2::timestamptz end
order by lower(status.effective), status.lead

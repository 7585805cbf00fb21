-- Every time a lead ceased to be open (milliseconds since the epoch), who owned it then, and its attributes, as known at $2, or at position $1
-- where that is null: of the leads of streams $3 (null: of all). In the order of time and lead.
-- Indexes: lead_status_period (stream), lead (stream), ownership_period (stream). Of all leads, each table is read once. Bounds are compared one by
-- one, as `@>` has no index.
select status.lead,
       status.status,
       extract(epoch from lower(status.effective))::float8 * 1000 as at,
       period.owner,
       lead.card -> 'attributes' as attributes
from read.lead_status_period as status
join read.lead as lead on lead.stream = status.stream
left join read.ownership_period as period
  on period.stream = status.stream
 and lower(period.effective) <= lower(status.effective) and upper(period.effective) > lower(status.effective)
 and read.is_known(period.positions, period.known, $1::bigint, $2::timestamptz)
where status.status <> 'open' and ($3::text[] is null or status.stream = any ($3::text[]))
  and read.is_known(status.positions, status.known, $1::bigint, $2::timestamptz)
order by lower(status.effective), status.lead

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
 and case when $2::timestamptz is null
       then lower(period.positions) <= $1::bigint and (upper_inf(period.positions) or upper(period.positions) > $1::bigint)
       else lower(period.known) <= $2::timestamptz and upper(period.known) > $2::timestamptz end
where status.status <> 'open' and ($3::text[] is null or status.stream = any ($3::text[]))
  and case when $2::timestamptz is null
        then lower(status.positions) <= $1::bigint and (upper_inf(status.positions) or upper(status.positions) > $1::bigint)
        else lower(status.known) <= $2::timestamptz and upper(status.known) > $2::timestamptz end
order by lower(status.effective), status.lead

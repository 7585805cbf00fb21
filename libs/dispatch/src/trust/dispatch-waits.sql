-- How long each lead that came into pool $1 in [$2, $3) waited there (milliseconds) until a person assigned or claimed it, as known at position $4 or at $5
-- where given, else now; null: it still waits. What a policy or an import's own machine gave is left out.
-- Indexes: ownership_period (holder_kind, holder_id, upper(effective)), (stream).
select extract(epoch from (next.since - lower(period.effective)))::float8 * 1000 as wait
from read.ownership_period as period
left join lateral (
  select lower(after.effective) as since, after.decision
  from read.ownership_period as after
  where after.stream = period.stream and after.owner is not null and case when $5::timestamptz is not null then after.known @> $5::timestamptz
         when $4::bigint is not null then after.positions @> $4::bigint else upper_inf(after.positions) end and lower(after.effective) >= lower(period.effective)
  order by lower(after.effective)
  limit 1
) as next on true
where period.holder_kind = 'pool' and period.holder_id = $1 and case when $5::timestamptz is not null then period.known @> $5::timestamptz
         when $4::bigint is not null then period.positions @> $4::bigint else upper_inf(period.positions) end
  and lower(period.effective) >= $2::timestamptz and lower(period.effective) < $3::timestamptz and upper(period.effective) > $2::timestamptz
  and next.decision is null

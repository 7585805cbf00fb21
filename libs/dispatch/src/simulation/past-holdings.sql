-- Who held each lead when (milliseconds since the epoch; ±infinity where open), from $1 on or still then, as known at $3, or at position $2
-- where that is null; with the lead's people. In the order of lead and time.
select period.lead,
       period.holder_kind,
       period.owner,
       extract(epoch from lower(period.effective))::float8 * 1000 as since,
       extract(epoch from upper(period.effective))::float8 * 1000 as until,
       coalesce((select array_agg(who.person order by who.person) from read.lead_person as who where who.lead = period.lead), '{}') as people
from read.ownership_period as period
where upper(period.effective) > $1::timestamptz
  and case when $3::timestamptz is null then period.positions @> $2::bigint else period.known @> $3::timestamptz end
order by period.lead, lower(period.effective)

-- Leads that a rep gave away, lost or closed after an instant ($2) and not after another ($3), the first of them, as known now.
-- Indexes: ownership_period (holder_kind, holder_id, upper(effective)); lead_status_period (stream), looked into for each period that may have
-- ended by a closing: `offset 0` keeps the planner from reading the statuses of all leads. Bounds are compared one by one, as `@>` has no index.
select lead, at from (
  select lead, upper(effective) as at
    from read.ownership_period
   where holder_kind = 'person' and holder_id = $1 and upper(effective) > $2::timestamptz and upper(effective) <= $3::timestamptz and upper_inf(positions)
  union
  select period.lead, closed.at
    from read.ownership_period as period
    cross join lateral (
      select upper(status.effective) as at
        from read.lead_status_period as status
       where status.stream = period.stream and status.status = 'open' and upper_inf(status.positions)
         and upper(status.effective) > $2::timestamptz and upper(status.effective) <= $3::timestamptz
      offset 0
    ) as closed
   where period.holder_kind = 'person' and period.holder_id = $1 and upper(period.effective) > $2::timestamptz and upper_inf(period.positions)
     and lower(period.effective) <= closed.at and upper(period.effective) > closed.at
) as freed
order by at, lead
limit 10

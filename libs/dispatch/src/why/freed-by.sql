-- Leads that a rep gave away, lost or closed after an instant ($2) and not after another ($3), the first of them, as known now.
-- Index: ownership_period (holder_kind, holder_id, upper(effective)); lead_status_period (lead, …).
select lead, at from (
  select lead, upper(effective) as at
    from read.ownership_period
   where holder_kind = 'person' and holder_id = $1 and upper(effective) > $2::timestamptz and upper(effective) <= $3::timestamptz and upper_inf(positions)
  union
  select status.lead, upper(status.effective)
    from read.ownership_period as period
    join read.lead_status_period as status
      on status.lead = period.lead and status.status = 'open' and upper_inf(status.positions)
     and upper(status.effective) > $2::timestamptz and upper(status.effective) <= $3::timestamptz and period.effective @> upper(status.effective)
   where period.holder_kind = 'person' and period.holder_id = $1 and upper(period.effective) > $2::timestamptz and upper_inf(period.positions)
) as freed
order by at, lead
limit 10

-- A lead by its id ($1) or by source:external-id. A lead that was retracted gives way to one of the same name that was not.
-- Indexes: spine (stream, revision), lead_alias (alias), lead (lead).
with named as (
  select substr(stream, 6) as lead from read.log_entry where stream = 'lead-' || $1 and revision = 0
  union
  select lead from read.lead_alias where alias = $1
), standing as (
  select named.lead from named join read.lead using (lead)
)
select lead from standing
union all
select lead from named where not exists (select from standing)
order by lead

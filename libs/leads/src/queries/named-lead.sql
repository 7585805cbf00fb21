-- The lead of id $1, and those of source:external-id $1. One value and no list: so the plan is made once and not for every question.
with named as (
  select 'lead-' || $1 as stream
  union
  select stream from read.lead_alias where alias = $1
)

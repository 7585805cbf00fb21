-- From when on which holder has a lead: the last event by (start, revision) that has begun. One row per lead and instant, for an as-of join.
select lead, from_at, event, holder_kind, holder, owner, team from (
  select lead, start_at as from_at, event_id as event, holder_kind, holder, owner, team, row_number() over (partition by lead, start_at order by revision desc) as nth
  from ownership
) ranked where nth = 1

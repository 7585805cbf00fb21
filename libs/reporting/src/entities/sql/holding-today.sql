-- Who has a lead after everything that is known.
select lead, event, holder_kind, holder, owner, team from (
  select lead, event_id as event, holder_kind, holder, owner, team, row_number() over (partition by lead order by start_at desc, revision desc) as nth
  from ownership where until_at is null
) ranked where nth = 1

-- Who has a lead after everything that is known.
select lead, event_id as event, holder_kind, holder, owner, team from ownership where until_at is null
qualify row_number() over (partition by lead order by start_at desc, revision desc) = 1

-- Each rep under the name and the attributes last known.
select rep, name, attributes from (
  select subject as rep, name, attributes, row_number() over (partition by subject order by start_at desc, revision desc) as nth
  from event where type in ('rep.joined', 'rep.profile-changed')
) ranked where nth = 1

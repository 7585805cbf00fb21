-- Each rep under the name and the attributes last known.
select subject as rep, name, attributes from event where type in ('rep.joined', 'rep.profile-changed')
qualify row_number() over (partition by subject order by start_at desc, revision desc) = 1

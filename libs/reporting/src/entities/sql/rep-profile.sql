-- Each rep under the name and the attributes last known. An import in which no more than the id occurs names nobody who has a name.
select rep, coalesce(name, rep) as name, attributes from (
  select subject as rep, name, attributes, row_number() over (partition by subject order by (name is null), start_at desc, revision desc) as nth
  from event where @is_one_of(type, 'rep.joined', 'rep.profile-changed', 'rep.confirmed')
) ranked where nth = 1

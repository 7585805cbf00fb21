-- From behind which position and up to before which one person was taken for another.
select person, into_person, position as from_position, coalesce(next_position, 9223372036854775807) as until_position from (
  select subject as person, person as into_person, type, position, lead(position) over (partition by subject order by revision) as next_position
  from event where @is_one_of(type, 'person.merged', 'person.unmerged')
) step where type = 'person.merged'

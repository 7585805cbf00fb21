-- What was believed of a person ($1) as known at $2, at position $3, or now: whom it was taken for, and who was taken for it.
select person, into_person as "into", reason, actor, lower(known) as since
  from read.person_merge
 where $1::text in (person, into_person)
   and case when $3::bigint is not null then positions @> $3::bigint
            when $2::timestamptz is not null then known @> $2::timestamptz
            else upper_inf(positions) end
 order by lower(positions)

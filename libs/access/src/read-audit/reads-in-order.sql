-- Reads after number $2 of day $1 (null: from the first that is kept) up to number $3, in their order, $4 at most. Days ascend with numbers, and are
-- partitions: `day` alone lets earlier ones out, the pair finds its place in the primary key of its own.
select day::text, number, at, actor, actor_kind, role, route, purpose, request, fields, leads, masked, hidden, refused, leaf, digest
  from audit.read
 where day >= coalesce($1::date, '-infinity') and (day, number) > (coalesce($1::date, '-infinity'), $2::bigint) and number <= $3::bigint
 order by read.day, number
 limit $4

-- Reads after number $1 up to $2, in their order, $3 at most. Primary keys of the partitions; days ascend with numbers.
select number, at, actor, actor_kind, role, route, purpose, request, fields, leads, masked, hidden, refused, leaf, digest
  from audit.read
 where number > $1 and number <= $2
 order by day, number
 limit $3

-- Reads of one of the leads $1, of a reader ($2), from a day ($3) to a day ($4), each left out where null; the latest first, after the read $5, at most $6.
-- Indexes: gin (leads), (actor, day); days are partitions.
select number, at, actor, actor_kind, role, route, purpose, request, fields, leads, masked, hidden, refused, leaf, digest
  from audit.read
 where ($1::text[] is null or leads && $1::text[])
   and ($2::text is null or actor = $2::text)
   and ($3::date is null or day >= $3::date)
   and ($4::date is null or day <= $4::date)
   and ($5::bigint is null or number < $5::bigint)
 order by day desc, number desc
 limit $6

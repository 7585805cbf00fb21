-- How often each version of a policy has decided about a lead, and when last: by events of types $1 that are true at $2 at the latest, up to
-- position $3 (null: all) and known at $4 (null: whenever). Index: log_entry (type, position).
select type,
       event #>> '{metadata,policy,name}' as name,
       (event #>> '{metadata,policy,version}')::integer as version,
       count(*)::integer as fired,
       max(event #>> '{metadata,occurredAt,value}') as last
from read.log_entry
where type = any ($1::text[])
  and event #>> '{metadata,occurredAt,value}' <= $2
  and ($3::bigint is null or position <= $3)
  and ($4::timestamptz is null or known_at <= $4)
group by 1, 2, 3

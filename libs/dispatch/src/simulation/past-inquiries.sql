-- Leads captured into one of the pools $1, with a stated time in [$2, $3) (texts; the caller checks days and zones), after position $4 up to
-- position $5 and known at $6 (null: whenever), in log order, at most $7. Leads whose import was retracted have no status and are left out.
-- Primary key of the spine; lead_status_period (stream).
select entry.position, entry.event
from read.log_entry as entry
where entry.type = 'lead.captured'
  and entry.position > $4 and entry.position <= $5
  and ($6::timestamptz is null or entry.known_at <= $6)
  and entry.event #>> '{data,holder,kind}' = 'pool' and entry.event #>> '{data,holder,id}' = any ($1)
  and entry.event #>> '{metadata,occurredAt,value}' >= $2 and entry.event #>> '{metadata,occurredAt,value}' < $3
  and exists (select 1 from read.lead_status_period as status where status.stream = entry.stream and status.positions @> $5::bigint)
order by entry.position
limit $7

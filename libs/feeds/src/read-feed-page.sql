-- One page of the feed: the entries after position $1, at most $2 of them and about $3 bytes of events (always at least one entry),
-- so that neither a long page nor a few large events can fill the reader's memory.
-- Events of types outside $4 (null: all) come without their content.
-- Guarantee: positions of a page are consecutive and begin at $1 + 1. Index: the primary key of the spine (position).
select position, event_id, leaf, digest, event
from (
  select position, event_id, leaf, digest, event,
         sum(coalesce(octet_length(event::text), 0)) over (order by position) - coalesce(octet_length(event::text), 0) as bytes_before
  from (
    select position, event_id, encode(leaf, 'hex') as leaf, encode(digest, 'hex') as digest,
           case when $4::text[] is null or type = any ($4::text[]) then event end as event
    from read.log_entry
    where position > $1
    order by position
    limit $2
  ) as entry
) as sized
where bytes_before < $3
order by position

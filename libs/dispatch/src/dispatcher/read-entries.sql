-- The log after position $1, in its order, $2 entries at most: what the fold of dispatch is told next. `event` is null where it says nothing to dispatch:
-- its own decisions, which it has applied already (stream $3 up to revision $4, side by side), what became of alerts, and postings of limits.
-- Primary key of the spine.
select entry.position,
       case when own.stream is not null
              or entry.type in ('alert.delivered', 'alert.delivery-failed', 'rep.reservation-taken', 'rep.reservation-returned', 'rep.balance-opened')
            then null
            else entry.event
        end as event
  from read.log_entry as entry
  left join unnest($3::text[], $4::bigint[]) as own (stream, revision)
    on own.stream collate "C" = entry.stream and own.revision >= entry.revision
 where entry.position > $1
 order by entry.position
 limit $2

-- The live leads at $1 as known at position $2, or at $3 where given, of owner $4 and team $5 where given, that may have nothing planned: with the card
-- where the one of the table holds for that moment and says that somebody followed up on it and nothing is planned or waited for, or without a card,
-- where it is folded from the events. Index: ownership_period (lead); it reads the cards of all live leads.
with live as (
  select o.stream, case when l.settled_at <= $1::timestamptz
               and ($3::timestamptz is null and l.last_position <= $2::bigint or l.last_known_at <= $3::timestamptz) then l.card end as card
    from read.ownership_period o
    join read.lead_status_period s on s.stream = o.stream
    left join read.lead l on l.lead = o.lead
   where s.status = 'open'
     and ($4::text is null or o.owner = $4)
     and ($5::text is null or o.team = $5)
     and read.is_effective(o.effective, $1::timestamptz)
     and read.is_known(o.positions, o.known, $2::bigint, $3::timestamptz)
     and read.is_effective(s.effective, $1::timestamptz)
     and read.is_known(s.positions, s.known, $2::bigint, $3::timestamptz)
)
select stream, card from live
 where card is null
    or card -> 'lastFollowUp' <> 'null'::jsonb and card -> 'nextAction' = 'null'::jsonb and card -> 'waitingFor' = 'null'::jsonb

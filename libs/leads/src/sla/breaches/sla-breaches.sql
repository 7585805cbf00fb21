-- Breaches of service times that were due in [$3, $4), as known at position $1, or at $2 where given: what was on record when it was noticed, who
-- had the lead then by all that is known, and who answered in the end. Of lead $5, owner $6 (on record or as known) and team $7 where given. In the
-- order of the due times. Index: log_entry (type, position).
with breach as (
  select position, known_at, stream, event -> 'data' as data, event #>> '{metadata,policy,name}' as policy,
         event #>> '{metadata,policy,version}' as version
    from read.log_entry
   where type = 'lead.sla-breached' and position <= $1::bigint and ($2::timestamptz is null or known_at <= $2::timestamptz)
     and event #>> '{data,dueAt}' >= $3 and event #>> '{data,dueAt}' < $4
     and ($5::text is null or stream = 'lead-' || $5)
),
met as (
  select event #>> '{data,slaId}' as sla, event #>> '{data,at}' as at, event #>> '{data,by}' as by
    from read.log_entry
   where type = 'lead.sla-met' and position <= $1::bigint and ($2::timestamptz is null or known_at <= $2::timestamptz)
)
select substr(breach.stream, 6) as lead, lead.external_id as "externalId", breach.data ->> 'slaId' as "slaId", breach.data ->> 'clock' as clock,
       breach.policy || '@' || breach.version as policy, breach.data ->> 'dueAt' as "dueAt", breach.known_at as "recordedAt",
       breach.position::text as position, breach.data -> 'holder' as holder,
       case when breach.data #>> '{holder,kind}' = 'person' then breach.data #>> '{holder,id}' end as owner, rep.name as "ownerName",
       breach.data ->> 'team' as team, held.owner as "ownerAsKnown", breach.data -> 'earlier' as earlier, breach.data -> 'pauses' as pauses,
       met.at as "answeredAt", met.by as "answeredBy"
  from breach
  left join read.lead on lead.stream = breach.stream
  left join read.rep on breach.data #>> '{holder,kind}' = 'person' and rep.rep = breach.data #>> '{holder,id}'
  left join met on met.sla = breach.data ->> 'slaId'
  left join read.ownership_period held
    on held.stream = breach.stream and held.effective @> (breach.data ->> 'dueAt')::timestamptz
   and read.is_known(held.positions, held.known, $1::bigint, $2::timestamptz)
 where ($6::text is null or (breach.data #>> '{holder,kind}' = 'person' and breach.data #>> '{holder,id}' = $6) or held.owner = $6)
   and ($7::text is null or breach.data ->> 'team' = $7)
 order by breach.data ->> 'dueAt', breach.position

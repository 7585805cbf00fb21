-- Open leads that somebody followed up on and that nothing is planned for: no next action, nothing waited for. Of owner $1 and team $2 where given,
-- those idle longest first. Index: lead (lead) is no help: it reads the cards of open leads.
select lead, external_id as "externalId", owner, team, card -> 'stage' as stage, card -> 'lastFollowUp' as "lastFollowUp",
       card -> 'idleSince' ->> 'value' as "idleSince"
  from read.lead
 where status = 'open'
   and card -> 'lastFollowUp' <> 'null'::jsonb
   and card -> 'nextAction' = 'null'::jsonb
   and card -> 'waitingFor' = 'null'::jsonb
   and ($1::text is null or owner = $1)
   and ($2::text is null or team = $2)
 order by card -> 'idleSince' ->> 'value' nulls first, lead

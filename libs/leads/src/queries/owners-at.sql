-- Everyone who held a live lead at $1 as known at position $2, or at $3 where given; one row a lead, streamed. Of one that
-- was retracted since, the external id stands in its capture.
select o.lead, case when l.lead is null then (
         select e.event #>> '{data,inquiry,externalId}' from read.log_entry e
          where e.stream = o.stream and e.type = 'lead.captured' limit 1) else l.external_id end as external_id,
       o.holder_kind, o.holder_id, o.owner, rep.name as owner_name, o.team, team.name as team_name, o.since_value, o.since_precision
  from read.ownership_period o
  join read.lead_status_period s on s.stream = o.stream
  left join read.lead l on l.lead = o.lead
  left join read.rep rep on rep.rep = o.owner
  left join read.team team on team.team = o.team
 where s.status = 'open'
   and read.is_effective(o.effective, $1::timestamptz)
   and read.is_known(o.positions, o.known, $2::bigint, $3::timestamptz)
   and read.is_effective(s.effective, $1::timestamptz)
   and read.is_known(s.positions, s.known, $2::bigint, $3::timestamptz)
 order by o.lead

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
   and lower(o.effective) <= $1::timestamptz and upper(o.effective) > $1::timestamptz
   and case when $3::timestamptz is null
         then lower(o.positions) <= $2::bigint and (upper_inf(o.positions) or upper(o.positions) > $2::bigint)
         else lower(o.known) <= $3::timestamptz and upper(o.known) > $3::timestamptz end
   and lower(s.effective) <= $1::timestamptz and upper(s.effective) > $1::timestamptz
   and case when $3::timestamptz is null
         then lower(s.positions) <= $2::bigint and (upper_inf(s.positions) or upper(s.positions) > $2::bigint)
         else lower(s.known) <= $3::timestamptz and upper(s.known) > $3::timestamptz end
 order by o.lead

-- Who held the leads of `named` (stream) at $2 as known at position $3, or at $4 where given; one row a lead that is named, with `head`, the
-- position up to which the read models stand. A lead that nobody held then has a row without holder; `standing`: it was not retracted; of
-- one that was, the external id stands in its capture.
-- Indexes: lead (stream), ownership_period (stream); a lead has few rows. Bounds are compared one by one, here
-- and where a lead is looked up by its name: `@>` would tempt the planner to scan the constraint's GiST index over all leads.
select (select position from read.checkpoint where name = 'spine') as head, l.lead is not null as standing,
       o.lead, case when l.lead is null then (
         select e.event #>> '{data,inquiry,externalId}' from read.log_entry e
          where e.stream = o.stream and e.type = 'lead.captured' limit 1) else l.external_id end as external_id,
       o.holder_kind, o.holder_id, o.owner, o.team, o.since_value, o.since_precision, o.until_value, o.until_precision,
       o.cause, o.decision, o.actor, o.reason, o.recorded_at,
       case o.holder_kind when 'person' then rep.name when 'team' then held_by.name when 'pool' then pool.name end as holder_name,
       rep.name as owner_name, team.name as team_name
  from named
  left join read.lead l on l.stream = named.stream
  left join read.ownership_period o on o.stream = named.stream
   and read.is_effective(o.effective, $2::timestamptz)
   and read.is_known(o.positions, o.known, $3::bigint, $4::timestamptz)
  left join read.rep rep on rep.rep = o.owner
  left join read.team held_by on o.holder_kind = 'team' and held_by.team = o.holder_id
  left join read.pool pool on o.holder_kind = 'pool' and pool.pool = o.holder_id
  left join read.team team on team.team = o.team
 order by o.lead

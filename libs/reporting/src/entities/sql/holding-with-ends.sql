-- The same where corrections name their own end (docs/adr/0042): at each boundary of such a lead, the correction recorded last that covers it
-- wins over everything recorded before it; what is recorded later and begins within it takes the lead from it.
with ended as (select distinct lead from ownership where until_at is not null),
boundary as (
  select lead, start_at as from_at from ownership where lead in (select lead from ended)
  union
  select lead, until_at from ownership where until_at is not null
),
correction as (
  select b.lead, b.from_at, max(o.revision) as revision, @of_greatest(o.start_at, o.revision) as start_at,
    @of_greatest(@record(event := o.event_id, holder_kind := o.holder_kind, holder := o.holder, owner := o.owner, team := o.team), o.revision) as held
  from boundary b join ownership o on o.lead = b.lead and o.start_at <= b.from_at and b.from_at < o.until_at
  group by b.lead, b.from_at
),
lasting as (
  select b.lead, b.from_at,
    @of_greatest(@record(event := o.event_id, holder_kind := o.holder_kind, holder := o.holder, owner := o.owner, team := o.team), @record(s := o.start_at, r := o.revision)) as held
  from boundary b
  join ownership o on o.lead = b.lead and o.start_at <= b.from_at and o.until_at is null
  left join correction c on c.lead = b.lead and c.from_at = b.from_at
  where c.revision is null or (o.start_at >= c.start_at and o.revision > c.revision)
  group by b.lead, b.from_at
),
at_boundary as (
  select b.lead, b.from_at, coalesce(l.held, c.held) as held
  from boundary b left join lasting l using (lead, from_at) left join correction c using (lead, from_at)
)
select lead, from_at, held.event, held.holder_kind, held.holder, held.owner, held.team from at_boundary
union all
select lead, start_at, event_id, holder_kind, holder, owner, team from (
  select o.lead, o.start_at, o.event_id, o.holder_kind, o.holder, o.owner, o.team, row_number() over (partition by o.lead, o.start_at order by o.revision desc) as nth
  from ownership o left join ended e on e.lead = o.lead where e.lead is null
) ranked where nth = 1

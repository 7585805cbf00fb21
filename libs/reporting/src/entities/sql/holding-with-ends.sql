-- The same where corrections name their own end: at each boundary of such a lead, the last event by (start, revision) that has begun and not ended.
with ended as (select distinct lead from ownership where until_at is not null),
boundary as (
  select lead, start_at as from_at from ownership semi join ended using (lead)
  union
  select lead, until_at from ownership where until_at is not null
),
at_boundary as (
  select b.lead, b.from_at,
    arg_max(struct_pack(holder_kind := o.holder_kind, holder := o.holder, owner := o.owner, team := o.team), struct_pack(s := o.start_at, r := o.revision)) as last
  from boundary b left join ownership o on o.lead = b.lead and o.start_at <= b.from_at and (o.until_at is null or b.from_at < o.until_at)
  group by b.lead, b.from_at
)
select lead, from_at, last.holder_kind, last.holder, last.owner, last.team from at_boundary
union all
(select lead, start_at, holder_kind, holder, owner, team from ownership anti join ended using (lead)
qualify row_number() over (partition by lead, start_at order by revision desc) = 1)

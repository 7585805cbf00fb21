-- Of each lead ($1) and a person behind it ($2, side by side): whether that person, or one taken for the same, has another lead, and who had one
-- of its leads last, as known at position $3, at the instant $4.
-- Indexes: person_merge (person), (into_person); lead_person (person); ownership_period (lead, effective, positions).
with recursive one as (
  select distinct asked.lead, asked.person collate "C" as person from unnest($1::text[], $2::text[]) as asked (lead, person)
  union
  select one.lead, other.person
    from one
    cross join lateral (
      select into_person as person from read.person_merge as merge where merge.person = one.person and positions @> $3::bigint
      union all
      select merge.person from read.person_merge as merge where merge.into_person = one.person and positions @> $3::bigint
    ) as other
)
select one.lead,
       bool_or(other.lead <> one.lead) as repeat,
       (array_agg(period.owner order by lower(period.effective) desc) filter (where period.owner is not null))[1] as previous_owner
  from one
  join read.lead_person as other on other.person = one.person
  left join read.ownership_period as period
    on period.lead = other.lead and period.owner is not null and period.positions @> $3::bigint and lower(period.effective) <= $4::timestamptz
 where exists (select 1 from read.log_entry as entry where entry.stream = 'lead-' || other.lead and entry.position <= $3::bigint)
 group by one.lead

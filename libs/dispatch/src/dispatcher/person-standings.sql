-- Of each lead ($1) and a person behind it ($2, side by side): whether that person, or one taken for the same, has another lead, and who had one
-- of its leads last, as known at position $3, at the instant $4.
-- Indexes: person_merge (person), (into_person); lead_person (person); log_entry (stream, revision); ownership_period (stream). A person has few
-- leads, and a lead few rows: `offset 0` and `limit` keep the planner, which knows nothing of the recursion, from reading whole tables instead.
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
       (array_agg(last.owner order by last.since desc) filter (where last.owner is not null))[1] as previous_owner
  from one
  cross join lateral (select of.stream, of.lead from read.lead_person as of where of.person = one.person offset 0) as other
  left join lateral (
    select period.owner, lower(period.effective) as since
      from read.ownership_period as period
     where period.stream = other.stream and period.owner is not null and lower(period.effective) <= $4::timestamptz
       and lower(period.positions) <= $3::bigint and (upper_inf(period.positions) or upper(period.positions) > $3::bigint)
     order by lower(period.effective) desc
     limit 1
  ) as last on true
 where (select entry.position from read.log_entry as entry where entry.stream = other.stream order by entry.revision limit 1) <= $3::bigint
 group by one.lead

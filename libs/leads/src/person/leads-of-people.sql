-- The leads of the people $1 and of all who were taken for one with them, as known at $2, at position $3, or now where both are null.
-- Indexes: person_merge (person), (into_person), lead_person (person).
with recursive believed as not materialized (
  select person, into_person
    from read.person_merge
   where case when $3::bigint is not null then positions @> $3::bigint
              when $2::timestamptz is not null then known @> $2::timestamptz
              else upper_inf(positions) end
), one as (
  select unnest($1::text[]) collate "C" as person
  union
  select other.person
    from one
    cross join lateral (
      select into_person as person from believed where believed.person = one.person
      union all
      select believed.person from believed where into_person = one.person
    ) other
)
select distinct lead from one join read.lead_person using (person) order by lead

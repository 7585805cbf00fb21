-- People whose live leads at $1 were owned by different reps, as known at position $2, or at $3 where given; those who were taken for one count as one.
-- A circle of merges, should the log have one, is followed once.
with recursive merge as (
  select person, into_person from read.person_merge
   where read.is_known(positions, known, $2::bigint, $3::timestamptz)
), chain as (
  select person, into_person as root, 1 as step from merge
  union all
  select chain.person, merge.into_person, chain.step + 1 from chain join merge on merge.person = chain.root
) cycle root set is_circle using path, root_of as (
  select distinct on (person) person, root from chain order by person, step desc
), owned as (
  select distinct coalesce(root_of.root, lead_person.person) as person, o.lead, l.external_id, o.owner
    from read.lead_person
    join read.ownership_period o on o.stream = lead_person.stream
    join read.lead_status_period s on s.stream = o.stream
    left join read.lead l on l.lead = o.lead
    left join root_of on root_of.person = lead_person.person
   where s.status = 'open' and o.owner is not null
     and read.is_effective(o.effective, $1::timestamptz)
     and read.is_known(o.positions, o.known, $2::bigint, $3::timestamptz)
     and read.is_effective(s.effective, $1::timestamptz)
     and read.is_known(s.positions, s.known, $2::bigint, $3::timestamptz)
)
select owned.person,
       json_agg(json_build_object(
         'lead', owned.lead, 'externalId', owned.external_id, 'owner', owned.owner, 'ownerName', coalesce(rep.name, owned.owner))
         order by owned.lead) as leads
  from owned
  left join read.rep rep on rep.rep = owned.owner
 group by owned.person
having count(distinct owned.owner) > 1
 order by owned.person

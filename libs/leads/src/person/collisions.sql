-- People whose open leads are owned by different reps, now; those who are taken for one count as one. A circle of merges, should the log have one, is
-- followed once.
with recursive chain as (
  select person, into_person as root, 1 as step from read.person_merge where upper_inf(positions)
  union all
  select chain.person, merge.into_person, chain.step + 1
    from chain join read.person_merge merge on merge.person = chain.root and upper_inf(merge.positions)
) cycle root set is_circle using path, root_of as (
  select distinct on (person) person, root from chain order by person, step desc
), owned as (
  select distinct coalesce(root_of.root, lead_person.person) as person, lead.lead, lead.external_id, lead.owner
    from read.lead_person
    join read.lead using (lead)
    left join root_of on root_of.person = lead_person.person
   where lead.status = 'open' and lead.owner is not null
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

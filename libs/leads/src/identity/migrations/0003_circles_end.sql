-- Up Migration

-- As before (0002), and: where merges close a circle, it is followed once. None can be merged any more; a log may have one from before.
create or replace function identity.root_of(person text) returns text language sql stable as $$
  with recursive up (person_id, step) as (
    select person, 0
    union all
    select merge.into_id, up.step + 1 from up join identity.person_merge merge on merge.person_id = up.person_id
  ) cycle person_id set is_circle using path
  select person_id from up order by step desc limit 1
$$;

create or replace function identity.all_of(root text) returns text[] language sql stable as $$
  with recursive down (person_id) as (
    select root
    union
    select merge.person_id from down join identity.person_merge merge on merge.into_id = down.person_id
  )
  select array_agg(person_id order by person_id) from down
$$;

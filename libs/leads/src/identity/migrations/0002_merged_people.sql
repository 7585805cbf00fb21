-- Up Migration
-- People who are taken for others, as the streams `person-<id>` say. Contact points and leads keep the person they came with, so that a merge
-- can be taken back; which leads an inquiry may join is answered for all who are taken for one.
create table identity.person_merge (
  person_id text primary key,
  into_id text not null,
  check (person_id <> into_id)
);
create index person_merge_into on identity.person_merge (into_id);

-- Whom a person is taken for, at the end of the chain. Merges are made one at a time and never in a circle.
create function identity.root_of(person text) returns text language sql stable as $$
  with recursive up (person_id, step) as (
    select person, 0
    union all
    select merge.into_id, up.step + 1 from up join identity.person_merge merge on merge.person_id = up.person_id
  )
  select person_id from up order by step desc limit 1
$$;

-- A person and everyone taken for it.
create function identity.all_of(root text) returns text[] language sql stable as $$
  with recursive down (person_id) as (
    select root
    union all
    select merge.person_id from down join identity.person_merge merge on merge.into_id = down.person_id
  )
  select array_agg(person_id order by person_id) from down
$$;

-- As before (0001), and: an inquiry keeps the person its contact points belong to, but the lead to join is looked for among the leads of all
-- who are taken for one with that person, and each point of the answer says whom its person is taken for (`root`).
create or replace function identity.reserve(requests jsonb) returns setof jsonb language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  request jsonb;
  earlier identity.inquiry;
  person text;
  root text;
  lead text;
begin
  perform pg_advisory_xact_lock(ordered.key)
  from (
    select distinct hashtextextended(source.name, 0) as key
    from (
      select point ->> 'fingerprint' as name from jsonb_array_elements(requests) one, jsonb_array_elements(one -> 'points') point
      union all
      select 'inquiry ' || (one ->> 'inquiryId') from jsonb_array_elements(requests) one where one ->> 'inquiryId' is not null
    ) source
    order by key
  ) ordered;

  for request in select one from jsonb_array_elements(requests) one loop
    select * into earlier from identity.inquiry where inquiry_id = request ->> 'inquiryId';

    if earlier.command_hash <> request ->> 'commandHash' then
      return next jsonb_build_object(
        'personId', earlier.person_id, 'leadId', earlier.lead_id, 'commandHash', earlier.command_hash, 'points', '[]'::jsonb);
      continue;
    end if;

    if earlier.inquiry_id is not null then
      person := earlier.person_id;
    else
      person := null;
      select known.person_id into person
      from jsonb_array_elements(request -> 'points') with ordinality asked (point, place)
      join identity.contact_point known on known.fingerprint = asked.point ->> 'fingerprint'
      order by asked.place
      limit 1;
      person := coalesce(person, request ->> 'personId');
    end if;

    insert into identity.contact_point (fingerprint, contact_point_id, person_id, kind)
    select point ->> 'fingerprint', point ->> 'contactPointId', person, point ->> 'kind'
    from jsonb_array_elements(request -> 'points') point
    on conflict (fingerprint) do nothing;

    if request ->> 'leadId' is not null then
      lead := request ->> 'leadId';
    elsif earlier.inquiry_id is not null and not (request -> 'exclude' ? earlier.lead_id) then
      lead := earlier.lead_id;
    else
      lead := null;
      if person is not null then
        root := identity.root_of(person);
        perform pg_advisory_xact_lock(hashtextextended(root, 1));
        select known.lead_id into lead
        from identity.person_lead known
        where known.person_id = any (identity.all_of(root)) and not (request -> 'exclude' ? known.lead_id)
        order by known.reserved desc
        limit 1;
      end if;
      lead := coalesce(lead, request ->> 'newLeadId');
    end if;

    if person is not null then
      insert into identity.person_lead (person_id, lead_id) values (person, lead) on conflict do nothing;
    end if;
    if request ->> 'inquiryId' is not null then
      insert into identity.inquiry (inquiry_id, person_id, lead_id, command_hash)
      values (request ->> 'inquiryId', person, lead, request ->> 'commandHash')
      on conflict (inquiry_id) do update set lead_id = excluded.lead_id;
    end if;

    return next jsonb_build_object(
      'personId', person,
      'leadId', lead,
      'commandHash', request ->> 'commandHash',
      'points', coalesce((
        select jsonb_agg(jsonb_build_object(
          'fingerprint', known.fingerprint, 'contactPointId', known.contact_point_id, 'personId', known.person_id,
          'root', identity.root_of(known.person_id)))
        from jsonb_array_elements(request -> 'points') point
        join identity.contact_point known on known.fingerprint = point ->> 'fingerprint'
      ), '[]'::jsonb)
    );
  end loop;
end
$$;

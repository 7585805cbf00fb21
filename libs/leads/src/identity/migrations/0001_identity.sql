-- Up Migration
-- The identity registry: which contact point is whose, and which lead an inquiry joins. No personal data: fingerprints are keyed hashes.
-- Everything here can be built again from the log while keys exist, but for reservations whose append has not happened yet.
create schema identity;

create table identity.contact_point (
  fingerprint text primary key,
  contact_point_id text not null,
  person_id text not null,
  kind text not null check (kind in ('phone', 'email', 'handle'))
);

-- Leads of a person, newest reservation last. Whether one is open is not known here: the lead's own stream decides.
create table identity.person_lead (
  person_id text not null,
  lead_id text not null,
  reserved bigint generated always as identity,
  primary key (person_id, lead_id)
);
create index person_lead_newest on identity.person_lead (person_id, reserved desc);

-- Which person and lead an inquiry was given, so that a retry finds the first answer even if the lead has closed since.
create table identity.inquiry (
  inquiry_id text primary key,
  person_id text,
  lead_id text not null,
  command_hash text not null
);

-- Reserves person and lead for each request, in their order, in the one transaction of the call.
-- Request:  {inquiryId, commandHash, personId, leadId, newLeadId, exclude: [leadId], points: [{fingerprint, kind, contactPointId}]}
--   personId    taken where no contact point is known; null where there is nothing personal
--   leadId      fixed (imports); else the person's newest lead that is not excluded, else newLeadId
--   commandHash not that of the first request under the same inquiryId: nothing is reserved, the answer shows the first
--   inquiryId   null: no retry to be found later (imports find theirs in the lead's stream)
--   points      in the order of precedence: the first known one says who it is
-- Answer:   one row {personId, leadId, commandHash, points: [{fingerprint, contactPointId, personId}]} a request, in the same order
-- Guarantee: two calls that share a contact point, a person or an inquiry run one after the other. Locks are taken in sorted order, contact
-- points before people; a call that fixes no lead brings one request, so it locks one person.
-- Must use the primary keys and person_lead_newest: plans are kept for a session, and one made while the tables were empty would scan them.
create function identity.reserve(requests jsonb) returns setof jsonb language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
  request jsonb;
  earlier identity.inquiry;
  person text;
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
        perform pg_advisory_xact_lock(hashtextextended(person, 1));
        select known.lead_id into lead
        from identity.person_lead known
        where known.person_id = person and not (request -> 'exclude' ? known.lead_id)
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
        select jsonb_agg(jsonb_build_object('fingerprint', known.fingerprint, 'contactPointId', known.contact_point_id, 'personId', known.person_id))
        from jsonb_array_elements(request -> 'points') point
        join identity.contact_point known on known.fingerprint = point ->> 'fingerprint'
      ), '[]'::jsonb)
    );
  end loop;
end
$$;

-- What the log says of contact points ($1: [[fingerprint, contactPointId, personId, kind]]), leads of people ($2: [[personId, leadId]]) and
-- inquiries ($3: [[inquiryId, personId, leadId, commandHash]]), in log order. The log wins over what stands here; within a batch the first does.
with points as (
  insert into identity.contact_point (fingerprint, contact_point_id, person_id, kind)
  select distinct on (point ->> 0) point ->> 0, point ->> 1, point ->> 2, point ->> 3
  from jsonb_array_elements($1::jsonb) with ordinality said (point, place)
  order by point ->> 0, place
  on conflict (fingerprint) do update set contact_point_id = excluded.contact_point_id, person_id = excluded.person_id
), leads as (
  insert into identity.person_lead (person_id, lead_id)
  select lead ->> 0, lead ->> 1 from jsonb_array_elements($2::jsonb) with ordinality said (lead, place) order by place
  on conflict do nothing
)
insert into identity.inquiry (inquiry_id, person_id, lead_id, command_hash)
select distinct on (inquiry ->> 0) inquiry ->> 0, inquiry ->> 1, inquiry ->> 2, inquiry ->> 3
from jsonb_array_elements($3::jsonb) with ordinality said (inquiry, place)
order by inquiry ->> 0, place
on conflict (inquiry_id) do update set person_id = excluded.person_id, lead_id = excluded.lead_id, command_hash = excluded.command_hash

select inquiry as id, subject as lead, event_id as event, position, revision, start_at, day, time_precision, source, channel, medium, campaign, external_source, external_id,
  person, phone, email, country, contact_points, valid_contact_points, payload_hash, attributes, actor, actor_kind, import_id, type = 'lead.captured' as first_of_lead
from event where @is_one_of(type, 'lead.captured', 'lead.inquiry-received')

select subject as lead, position, revision, start_at, day, time_precision, event_id, person, inquiry, source, channel, medium, campaign, external_source, external_id,
  contact_points, valid_contact_points, country, attributes, phone, email
from event where type = 'lead.captured'

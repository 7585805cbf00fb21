select subject as id, subject as lead, event_id as event, position, revision, start_at, day, time_precision, actor, actor_kind, import_id,
  source, channel, medium, campaign, external_source, external_id, person, country, contact_points, valid_contact_points, attributes
from event where type = 'lead.captured'

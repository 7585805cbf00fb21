select subject as id, subject as lead, event_id as event, position, revision, start_at, day, time_precision, actor, actor_kind, import_id
from event where type = 'lead.captured'

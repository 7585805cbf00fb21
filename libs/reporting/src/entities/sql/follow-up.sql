select follow_up as id, subject as lead, event_id as event, position, revision, start_at, day, time_precision, follow_up_type, direction, outcome, automatic, by_rep, known_at, actor, actor_kind
from event where type = 'lead.follow-up-recorded'

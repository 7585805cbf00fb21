-- One row for each live decision that stood and each rep who could have had the lead by it: those who were compared, and the one it was counted for.
select t.decision_id || ' ' || t.rep as id, t.lead, t.event_id as event, t.position, t.revision, t.start_at, t.day, t.time_precision, t.actor, t.actor_kind,
  t.policy, t.policy_version, t.team, t.rep, t.rep is not distinct from t.counted_for as given, t.expected_value
from (
  select event.*, @each_text(compared, counted_for) as rep from event where type = 'assignment.decided' and mode = 'live'
) t
left join (select distinct decision_id from event where type = 'assignment.superseded') s on s.decision_id = t.decision_id
where s.decision_id is null

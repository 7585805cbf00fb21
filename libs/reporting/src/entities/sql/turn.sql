-- One row for each live decision that stood and each rep who could have had the lead by it: those who were compared, and the one it was counted for.
select t.decision_id || ' ' || t.rep as id, t.lead, t.event_id as event, t.position, t.revision, t.start_at, t.day, t.time_precision, t.actor, t.actor_kind,
  t.policy, t.policy_version, t.team, t.rep, t.rep is not distinct from t.counted_for as given
from (
  select *, unnest(list_distinct(list_concat(coalesce(from_json(compared, '["VARCHAR"]'), []), case when counted_for is null then [] else [counted_for] end))) as rep
  from event where type = 'assignment.decided' and mode = 'live'
) t
anti join (select decision_id from event where type = 'assignment.superseded') s on s.decision_id = t.decision_id

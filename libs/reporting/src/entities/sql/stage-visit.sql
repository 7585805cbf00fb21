-- From entering a stage to the next stage or the end of the lead; null while it lasts.
select * from (
  select event_id as id, subject as lead, event_id as event, position, revision, start_at, day, time_precision, type, stage, process, previous_stage, actor, actor_kind,
    lead(start_at) over ordered as left_at,
    lead(day) over ordered as left_day,
    lead(time_precision) over ordered as left_precision,
    lead(replace(type, 'lead.', '')) over ordered as left_by
  from event
  where @is_one_of(type, 'lead.stage-entered', 'lead.won', 'lead.lost', 'lead.closed', 'lead.marked-invalid')
  window ordered as (partition by subject order by start_at, revision)
) placed where type = 'lead.stage-entered'

-- One row per published figure: what was published, what it stands at now, and what was decided in between. A revision is in millionths of what was
-- published, rounded half up, in whole numbers throughout (docs/adr/0240).
select p.figure as id, cast(null as varchar) as lead, coalesce(c.last_event, p.event_id) as event, p.position, p.revision, p.start_at, p.day, p.time_precision, p.actor, p.actor_kind,
  p.definition, p.version, coalesce(c.restatements, 0) as restatements, coalesce(c.holds, 0) as holds, coalesce(c.was_redefined, false) as was_redefined,
  c.restated.start_at as restated_at, c.restated.day as restated_day, coalesce(c.restated.prec, 'unknown') as restated_precision,
  case when coalesce(c.restatements, 0) = 0 then case when p.published <> 0 then 0 end
    when p.published <> 0 then @share_in_millionths(abs(c.stands.value - p.published), abs(p.published)) end as moved_by,
  case when coalesce(c.restatements, 0) = 0 then case when p.published is not null then 'none' end
    when c.stands.value > p.published then 'up' when c.stands.value < p.published then 'down' when c.stands.value = p.published then 'none' end as direction
from (
  select *, subject as definition, @digits_of(figure_value) as published from event where type = 'definition.figure-published'
) p
left join (
  select figure, count(*) filter (where type = 'definition.figure-restated') as restatements, count(*) filter (where type = 'definition.figure-held') as holds,
    count(*) filter (where type = 'definition.figure-redefined') > 0 as was_redefined,
    @of_greatest(event_id, position) filter (where type <> 'definition.figure-redefined') as last_event,
    @of_least(@record(start_at := start_at, day := day, prec := time_precision), position) filter (where type = 'definition.figure-restated') as restated,
    @of_greatest(@record(value := @digits_of(figure_value)), position) filter (where type = 'definition.figure-restated') as stands
  from event where @is_one_of(type, 'definition.figure-restated', 'definition.figure-held', 'definition.figure-redefined') group by figure
) c on c.figure = p.figure

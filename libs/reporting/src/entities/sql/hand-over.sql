-- Each change of holder or team that was made (corrections are none), with what stood before it: directly, and as last named.
select * from (
  select event_id as id, subject as lead, event_id as event, position, revision, start_at, day, time_precision, type, replace(type, 'lead.', '') as via, owner, team, holder_kind, policy, reason, actor, actor_kind,
    lag(owner) over ordered as from_owner,
    lag(team) over ordered as from_team,
    @last_known(owner) over earlier as last_owner,
    @last_known(team) over earlier as last_team
  from event
  where @is_one_of(type, 'lead.captured', 'lead.assigned', 'lead.claimed', 'lead.transferred', 'lead.released', 'lead.recycled', 'lead.ownership-corrected')
  window ordered as (partition by subject order by start_at, revision),
    earlier as (partition by subject order by start_at, revision rows between unbounded preceding and 1 preceding)
) placed where type not in ('lead.captured', 'lead.ownership-corrected')

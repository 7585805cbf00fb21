-- Brings the index of decisions to the end of the spine: one statement, so that two at once add nothing twice. Primary key of the spine.
with head as materialized (
  select position from dispatch.decision_index_head for update
), upto as materialized (
  select position from read.checkpoint where name = 'spine'
), added as (
  insert into dispatch.decision_index (lead, position)
  select entry.event -> 'data' ->> 'leadId', entry.position
    from read.log_entry as entry, head, upto
   where entry.type in ('assignment.decided', 'assignment.held', 'assignment.woken', 'assignment.superseded', 'assignment.overridden')
     and entry.position > head.position and entry.position <= upto.position
  on conflict do nothing
)
update dispatch.decision_index_head set position = upto.position from upto, head where upto.position > head.position

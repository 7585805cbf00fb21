-- Everything that was decided about a lead, in log order. Primary keys of the index and of the spine.
select entry.position, entry.event
  from dispatch.decision_index join read.log_entry as entry using (position)
 where lead = $1
 order by position

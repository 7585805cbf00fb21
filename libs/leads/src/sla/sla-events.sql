-- Events of service times up to position $1, in log order. Index: log_entry (type, position).
select position, event from read.log_entry
 where type in ('lead.sla-started', 'lead.sla-paused', 'lead.sla-resumed', 'lead.sla-met', 'lead.sla-breached') and position <= $1
 order by position

-- Leases of timers that the log has settled.
delete from worker.timer_claim c
 where c.leased_until <= $1::timestamptz
   and not exists (select from read.timer t where t.timer = c.timer and t.due_at = c.due_at)

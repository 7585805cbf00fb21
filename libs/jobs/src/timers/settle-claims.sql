-- Until when each timer is left alone now, after so many failures and with what trouble.
update worker.timer_claim c
   set leased_until = s.leased_until, failures = s.failures, trouble = s.trouble
  from unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::integer[], $5::text[]) as s (timer, due_at, leased_until, failures, trouble)
 where c.timer = s.timer and c.due_at = s.due_at

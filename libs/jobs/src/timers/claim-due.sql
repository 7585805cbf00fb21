-- Takes what is due at $1 and nobody is busy with: the earliest first, $2 at most, of the kinds $3, leased until $4.
-- A timer that moved is another one (timer, due_at). A lease that reaches behind $5, the longest we give, comes from a clock that was wrong.
-- Index: timer (due_at).
with due as (
  select t.timer, t.due_at, t.kind
    from read.timer t
    left join worker.timer_claim c using (timer, due_at)
   where t.due_at <= $1::timestamptz
     and t.kind = any ($3::text[])
     and (c.timer is null or c.leased_until <= $1::timestamptz or c.leased_until > $5::timestamptz)
   order by t.due_at, t.timer
   limit $2
), claimed as (
  insert into worker.timer_claim as c (timer, due_at, kind, leased_until)
  select timer, due_at, kind, $4::timestamptz from due
  on conflict (timer, due_at) do update set leased_until = excluded.leased_until
   where c.leased_until <= $1::timestamptz or c.leased_until > $5::timestamptz
  returning timer, due_at, failures
)
select t.stream, t.timer, t.kind, t.due_at, t.subject, t.detail, claimed.failures
  from claimed
  join read.timer t using (timer, due_at)
 order by t.due_at, t.timer

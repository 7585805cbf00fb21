-- An event of unknown time begins where the event before it on its stream begins; the first, before everything.
select position, known.begins as start_at, known.day as day from (
  select position, time_precision,
    last_value(case when start_at is not null then struct_pack(begins := start_at, day := day) end ignore nulls)
      over (partition by stream order by revision rows between unbounded preceding and current row) as known
  from {{standing}} where stream in (select stream from {{standing}} where time_precision = 'unknown')
) where time_precision = 'unknown'

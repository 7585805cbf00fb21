-- An event of unknown time begins where the event before it on its stream begins; the first, before everything.
select position, known.begins as start_at, known.day as day from (
  select position, time_precision,
    @last_known(case when start_at is not null then @record(begins := start_at, day := day) end)
      over (partition by stream order by revision rows between unbounded preceding and current row) as known
  from {{standing}} where stream in (select stream from {{standing}} where time_precision = 'unknown')
) placed where time_precision = 'unknown'

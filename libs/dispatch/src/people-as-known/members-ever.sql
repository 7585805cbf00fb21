-- Streams of the reps who were ever in team $1, as known at position $2, or at $3, where given. Index: log_entry (stream, revision),
-- whose collation is "C": '.' follows '-'.
select distinct stream
  from read.log_entry
 where stream >= 'rep-' and stream < 'rep.' and type in ('rep.team-joined', 'rep.membership-confirmed') and event -> 'data' ->> 'team' = $1
   and ($2::bigint is null or position <= $2) and ($3::timestamptz is null or known_at <= $3)
 order by stream

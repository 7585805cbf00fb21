-- What is told of reps, teams and pools, in the order of each stream, without the postings of limits (as many as there are leads).
-- Uses the unique index on (stream, revision): streams of one category lie together in it.
select position, event
from read.log_entry
where ((stream >= 'rep-' and stream < 'rep.') or (stream >= 'team-' and stream < 'team.') or (stream >= 'pool-' and stream < 'pool.'))
  and type not like 'rep.reservation%' and type <> 'rep.balance-opened'
order by stream, revision

-- Everything up to a position that is small and kept whole: people, teams, pools, calendars, vocabularies and assignment policies, without the postings of
-- limits. Ranges of the unique index on (stream, revision), whose collation is "C": '.' follows '-'.
select position, event
  from read.log_entry
 where position <= $1
   and (stream >= 'rep-' and stream < 'rep.' or stream >= 'team-' and stream < 'team.' or stream >= 'pool-' and stream < 'pool.'
        or stream >= 'vocabulary-' and stream < 'vocabulary.'
        or stream >= 'calendar-' and stream < 'calendar.' or stream >= 'policy-assignment-' and stream < 'policy-assignment.')
   and type not in ('rep.reservation-taken', 'rep.reservation-returned', 'rep.balance-opened')
 order by position

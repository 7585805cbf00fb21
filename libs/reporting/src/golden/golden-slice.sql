-- The events of some leads, of all that they stand on (staff, teams, pools, calendars, vocabularies, terms, rates), and the decisions about them, up to
-- a position. Index: log_entry_stream (stream, revision); decisions are looked for in the streams of dispatch only.
select position, event
from read.log_entry
where position <= $3
  and (stream = any ($1)
    or stream like any (array['rep-%', 'team-%', 'pool-%', 'calendar-%', 'vocabulary-%', 'rates-%'])
    or (stream like 'dispatch-%' and event #>> '{data,leadId}' = any ($2)))
order by position

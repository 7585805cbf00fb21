-- The newest revision of every vocabulary's stream: whether anything was published since they were last read.
-- Uses the unique index on (stream, revision) alone: the streams of vocabularies lie together in it.
select stream, max(revision) as revision
from read.log_entry
where stream >= 'vocabulary-' and stream < 'vocabulary.'
group by stream
order by stream

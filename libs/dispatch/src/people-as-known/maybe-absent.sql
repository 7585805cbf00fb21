-- Streams of the reps of whom an absence at $1 was ever told. Index: rep_absence (upper(effective)); most absences are over.
select distinct stream from read.rep_absence where lower(effective) <= $1::timestamptz and upper(effective) > $1::timestamptz order by stream

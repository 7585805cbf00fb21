-- Requests made from $1 (inclusive) to $2 (exclusive), only undecided ones where $3. Index: access_request (requested_at).
select request, lead, rep, mode, reason, requested_at as "requestedAt", granted, until, decided_at as "decidedAt", decided_by as "decidedBy"
  from read.access_request
 where ($1::timestamptz is null or requested_at >= $1::timestamptz)
   and ($2::timestamptz is null or requested_at < $2::timestamptz)
   and (not $3::boolean or granted is null)
 order by requested_at desc, request

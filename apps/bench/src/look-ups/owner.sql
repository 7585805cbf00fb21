-- Who held the lead of stream $1 at $2 as known at $3: the index look-up alone.
select holder_kind, holder_id, owner, team from read.ownership_period
 where stream = $1
   and lower(effective) <= $2::timestamptz and upper(effective) > $2::timestamptz
   and lower(known) <= $3::timestamptz and upper(known) > $3::timestamptz

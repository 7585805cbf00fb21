-- Count and closing digest of each block of $1 positions, from the block after position $2 on, at most $3 blocks.
-- The count is a real count, not the difference of the bounds: it is what the bounds are checked against.
-- Index: the primary key of the spine (position), index only.
select block.number, block.count, block.last, encode(entry.digest, 'hex') as digest
from (
  select (position - 1) / $1::bigint as number, count(*) as count, max(position) as last
  from read.log_entry
  where position > $2 and position <= $2 + $1::bigint * $3::bigint
  group by 1
) as block
join read.log_entry as entry on entry.position = block.last
order by block.number

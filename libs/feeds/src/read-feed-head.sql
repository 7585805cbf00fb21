-- The running end of the chain. Index: the primary key of the spine (position), backwards.
select position, encode(digest, 'hex') as digest
from read.log_entry
order by position desc
limit 1

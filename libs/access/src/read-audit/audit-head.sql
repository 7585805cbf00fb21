-- The last read that was written down. One row.
select number, digest from audit.head

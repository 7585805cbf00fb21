select e.* replace (coalesce(e.start_at, u.start_at, '-infinity'::timestamp) as start_at, coalesce(e.day, u.day) as day)
from {{standing}} e left join unknown_time u on u.position = e.position

select @with_replaced(e, start_at := coalesce(e.start_at, u.start_at, @before_all_time()), day := coalesce(e.day, u.day))
from {{standing}} e left join unknown_time u on u.position = e.position

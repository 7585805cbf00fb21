-- (due_at): the tick. (subject): what is due for one lead. (stream) is the runner's.
create index on timer (due_at);
create index on timer (subject);

-- What is due when: one row a timer that stands, as the log gives it. Who fires it is not here (`worker.timer_claim`).
create table timer (
  stream text collate "C" not null,
  timer text collate "C" not null,
  kind text not null,
  due_at timestamptz(3) not null,
  subject text collate "C" not null,
  detail jsonb not null
);

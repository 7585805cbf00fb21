-- Up Migration
-- What workers keep between ticks. Nothing here is known only here: emptied, reactions and timers run again, and the log recognises what was
-- done by its command ids.
create schema worker;

-- How far each reaction has read the log, by our position. `trouble`: why it stands still, while it does.
create table worker.checkpoint (
  name text primary key,
  position bigint not null,
  advanced_at timestamptz not null default now(),
  trouble text,
  troubled_since timestamptz
);

-- Who is busy with a due timer, and until when others leave it alone. A timer is over when the log says so and its row is gone from
-- `read.timer`; a lease that ends before that only lets it be fired again.
create table worker.timer_claim (
  timer text collate "C" not null,
  due_at timestamptz(3) not null,
  kind text not null,
  leased_until timestamptz(3) not null,
  -- Failures in a row; 0 after a success.
  failures integer not null default 0,
  trouble text,
  primary key (timer, due_at)
);

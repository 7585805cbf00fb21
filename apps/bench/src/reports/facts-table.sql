-- The facts that the hand-written statements read, with the indexes that help them.
create table facts (
  position bigint primary key,
  type text not null,
  subject text not null,
  revision bigint not null,
  start_at timestamp,
  inquiry text,
  source text,
  channel text,
  valid_contact_points int,
  direction text,
  outcome text,
  automatic boolean
)
